#include "host.h"

#include <cstdlib>
#include <cstring>
#include <wasi/api.h>

namespace arena_ {

void say(const char *text, std::size_t length) {
    while (length > 0) {
        __wasi_ciovec_t piece = {reinterpret_cast<const unsigned char *>(text), length};
        __wasi_size_t written = 0;
        if (__wasi_fd_write(reply_descriptor, &piece, 1, &written) != 0 || written == 0) _Exit(71);
        text += written;
        length -= written;
    }
}

void say(const char *text) { say(text, std::strlen(text)); }

void fail(const char *kind, const char *text) {
    say("error\n");
    say(kind);
    say("\n");
    say(text);
    _Exit(70);
}

}  // namespace arena_
