// What the guest says to the judge, on a descriptor of its own, so that the player's output stays
// the player's.
#pragma once
#include <cstddef>

namespace arena_ {

// The judge hears this descriptor alone; the reply begins with a line that says what it is.
inline constexpr int reply_descriptor = 3;

void say(const char *text, std::size_t length);
void say(const char *text);

// An error that ends the program: its kind, and its text for the author.
[[noreturn]] void fail(const char *kind, const char *text);

}  // namespace arena_
