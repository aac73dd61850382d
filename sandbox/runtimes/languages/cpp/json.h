// The arguments of a function, read from standard input, and its answer: JSON without a tree.
#pragma once
#include <cstddef>

namespace arena_ {

// A piece of the input, decoded where it stands; not ended by a NUL.
struct Text {
    char *data;
    std::size_t length;
};

// Reads all of the input, which is a list: the arguments.
void open();

// Goes into a list, then tells before each element whether there is one.
void enter();
bool more();

// Goes to the next argument; an error when there is none.
void argument();

// An error when arguments are left.
void all_taken();

long long take_int(long long least, long long most);
double take_float();
bool take_bool();
Text take_text();

void put(char c);
void put_int(long long value);
void put_unsigned(unsigned long long value);
void put_float(double value);
void put_bool(bool value);
void put_text(const char *data, std::size_t length);

// Ends the program because the answer has no JSON form.
[[noreturn]] void unfit(const char *reason);

// Sends the answer.
void close();

}  // namespace arena_
