#include "json.h"

#include <charconv>
#include <cmath>
#include <cstdio>
#include <cstdlib>
#include <cstring>
#include <wasi/api.h>

#include "host.h"

namespace arena_ {
namespace {

// One buffer for the input, one for the answer.
struct Buffer {
    char *data = nullptr;
    std::size_t length = 0;
    std::size_t room = 0;

    void reserve(std::size_t more) {
        if (room - length >= more) return;
        std::size_t wanted = room * 2 > length + more ? room * 2 : length + more;
        auto *grown = static_cast<char *>(std::realloc(data, wanted));
        if (grown == nullptr) fail("memory", "no memory is left for the arguments or the answer");
        data = grown;
        room = wanted;
    }

    void add(const char *text, std::size_t size) {
        reserve(size);
        std::memcpy(data + length, text, size);
        length += size;
    }
};

constinit Buffer input;
constinit Buffer answer;
constinit char *at = nullptr;
constinit char *end = nullptr;
constinit int argument_number = 0;

constexpr std::size_t first_read = 64 * 1024;
constexpr const char head[] = "value\n";

const char *kind_of(char c) {
    switch (c) {
        case '[': return "a list";
        case '"': return "a string";
        case 't':
        case 'f': return "a bool";
        case ']':
        case ',': return "nothing";
        default: return "a number";
    }
}

[[noreturn]] void mismatch(const char *wanted) {
    char text[200];
    std::snprintf(text, sizeof text, "argument %d: the function takes %s, there is %s",
                  argument_number, wanted, at < end ? kind_of(*at) : "nothing");
    fail("argument type", text);
}

[[noreturn]] void count_mismatch(const char *how) {
    char text[200];
    std::snprintf(text, sizeof text, "the problem gives %s arguments than the function takes", how);
    fail("argument type", text);
}

bool is_number() { return at < end && (*at == '-' || (*at >= '0' && *at <= '9')); }

unsigned take_hex() {
    unsigned value = 0;
    if (end - at < 4) mismatch("a string");
    std::from_chars(at, at + 4, value, 16);
    at += 4;
    return value;
}

char *put_code_point(char *to, unsigned code) {
    if (code < 0x80) {
        *to++ = static_cast<char>(code);
    } else if (code < 0x800) {
        *to++ = static_cast<char>(0xc0 | (code >> 6));
        *to++ = static_cast<char>(0x80 | (code & 0x3f));
    } else if (code < 0x10000) {
        *to++ = static_cast<char>(0xe0 | (code >> 12));
        *to++ = static_cast<char>(0x80 | ((code >> 6) & 0x3f));
        *to++ = static_cast<char>(0x80 | (code & 0x3f));
    } else {
        *to++ = static_cast<char>(0xf0 | (code >> 18));
        *to++ = static_cast<char>(0x80 | ((code >> 12) & 0x3f));
        *to++ = static_cast<char>(0x80 | ((code >> 6) & 0x3f));
        *to++ = static_cast<char>(0x80 | (code & 0x3f));
    }
    return to;
}

// The length of the UTF-8 sequence that begins here, or 0.
std::size_t sequence(const unsigned char *text, std::size_t left) {
    unsigned char first = text[0];
    if (first < 0x80) return 1;
    std::size_t length = first >= 0xc2 && first < 0xe0   ? 2
                         : first >= 0xe0 && first < 0xf0 ? 3
                         : first >= 0xf0 && first < 0xf5 ? 4
                                                         : 0;
    if (length == 0 || length > left) return 0;
    for (std::size_t i = 1; i < length; ++i) {
        if ((text[i] & 0xc0) != 0x80) return 0;
    }
    bool out = (first == 0xe0 && text[1] < 0xa0) || (first == 0xed && text[1] >= 0xa0) ||
               (first == 0xf0 && text[1] < 0x90) || (first == 0xf4 && text[1] >= 0x90);
    return out ? 0 : length;
}

}  // namespace

void unfit(const char *reason) {
    say("unfit\n");
    say(reason);
    _Exit(0);
}

void open() {
    input.reserve(first_read);
    for (;;) {
        input.reserve(input.room / 2 < first_read ? first_read / 2 : input.room / 2);
        __wasi_iovec_t piece = {reinterpret_cast<unsigned char *>(input.data + input.length),
                                input.room - input.length};
        __wasi_size_t read = 0;
        if (__wasi_fd_read(0, &piece, 1, &read) != 0 || read == 0) break;
        input.length += read;
    }
    at = input.data;
    end = input.data + input.length;
    answer.add(head, sizeof head - 1);
    argument_number = 0;
    enter();
}

void enter() {
    if (at == end || *at != '[') mismatch("a list");
    ++at;
}

bool more() {
    if (at < end && *at == ',') ++at;
    if (at == end || *at != ']') return true;
    ++at;
    return false;
}

void argument() {
    if (!more()) count_mismatch("fewer");
    ++argument_number;
}

void all_taken() {
    if (more()) count_mismatch("more");
}

long long take_int(long long least, long long most) {
    if (!is_number()) mismatch("an int");
    long long value = 0;
    auto [rest, error] = std::from_chars(at, end, value);
    if (error != std::errc() || (rest < end && (*rest == '.' || *rest == 'e' || *rest == 'E')))
        mismatch("an int");
    if (value < least || value > most) {
        char text[200];
        std::snprintf(text, sizeof text,
                      "argument %d: %lld does not fit the type of the parameter, declare it as "
                      "long long",
                      argument_number, value);
        fail("argument type", text);
    }
    at = const_cast<char *>(rest);
    return value;
}

double take_float() {
    if (!is_number()) mismatch("a number");
    double value = 0;
    auto [rest, error] = std::from_chars(at, end, value);
    // Out of range is the nearest that there is: zero.
    if (error == std::errc::invalid_argument) mismatch("a number");
    at = const_cast<char *>(rest);
    return value;
}

bool take_bool() {
    if (end - at >= 4 && std::memcmp(at, "true", 4) == 0) {
        at += 4;
        return true;
    }
    if (end - at >= 5 && std::memcmp(at, "false", 5) == 0) {
        at += 5;
        return false;
    }
    mismatch("a bool");
}

Text take_text() {
    if (at == end || *at != '"') mismatch("a string");
    char *start = ++at;
    char *to = start;
    while (at < end && *at != '"') {
        if (*at != '\\') {
            *to++ = *at++;
            continue;
        }
        ++at;
        char escaped = at < end ? *at++ : '"';
        switch (escaped) {
            case 'n': *to++ = '\n'; break;
            case 't': *to++ = '\t'; break;
            case 'r': *to++ = '\r'; break;
            case 'b': *to++ = '\b'; break;
            case 'f': *to++ = '\f'; break;
            case 'u': {
                unsigned code = take_hex();
                if (code >= 0xd800 && code < 0xdc00 && end - at >= 6 && at[0] == '\\') {
                    at += 2;
                    code = 0x10000 + ((code - 0xd800) << 10) + (take_hex() - 0xdc00);
                }
                to = put_code_point(to, code);
                break;
            }
            default: *to++ = escaped;
        }
    }
    if (at < end) ++at;
    return {start, static_cast<std::size_t>(to - start)};
}

void put(char c) { answer.add(&c, 1); }

void put_int(long long value) {
    char text[24];
    auto done = std::to_chars(text, text + sizeof text, value);
    answer.add(text, static_cast<std::size_t>(done.ptr - text));
}

void put_unsigned(unsigned long long value) {
    char text[24];
    auto done = std::to_chars(text, text + sizeof text, value);
    answer.add(text, static_cast<std::size_t>(done.ptr - text));
}

void put_float(double value) {
    if (!std::isfinite(value)) unfit("the answer holds a number that is not finite");
    char text[40];
    // The shortest text that reads back as the same number.
    auto done = std::to_chars(text, text + sizeof text, value);
    answer.add(text, static_cast<std::size_t>(done.ptr - text));
}

void put_bool(bool value) {
    if (value) {
        answer.add("true", 4);
    } else {
        answer.add("false", 5);
    }
}

void put_text(const char *data, std::size_t length) {
    put('"');
    auto *text = reinterpret_cast<const unsigned char *>(data);
    for (std::size_t i = 0; i < length;) {
        unsigned char c = text[i];
        if (c == '"' || c == '\\') {
            put('\\');
            put(static_cast<char>(c));
        } else if (c < 0x20) {
            constexpr const char digits[] = "0123456789abcdef";
            const char escape[] = {'\\', 'u', '0', '0', digits[c >> 4], digits[c & 15]};
            answer.add(escape, sizeof escape);
        } else {
            std::size_t size = sequence(text + i, length - i);
            if (size == 0) unfit("the answer holds text that is not UTF-8");
            answer.add(data + i, size);
            i += size;
            continue;
        }
        ++i;
    }
    put('"');
}

void close() { say(answer.data, answer.length); }

}  // namespace arena_
