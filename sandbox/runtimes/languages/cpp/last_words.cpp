// The start of a C++ program. An exception of WebAssembly leaves the program without a call of
// std::terminate, so it is caught here.
#include "last_words.h"

#include <cstdio>
#include <cstdlib>
#include <cstring>
#include <cxxabi.h>
#include <exception>
#include <new>
#include <typeinfo>

#include "host.h"

extern "C" void __wasm_call_ctors();
extern "C" void __wasm_call_dtors();

namespace arena_ {
namespace {

constexpr std::size_t longest_text = 2048;

// The judge reads mangled names: the code that does would be a part of every program.
[[noreturn]] void die(const char *type, const char *what) {
    static char text[longest_text];
    std::snprintf(text, sizeof text, "terminate called after throwing an instance of '%s'%s%s",
                  type, what != nullptr ? "\n  what():  " : "", what != nullptr ? what : "");
    std::fflush(stdout);
    fail(type, text);
}

[[noreturn]] void terminated() {
    if (abi::__cxa_current_exception_type() == nullptr) {
        std::fflush(stdout);
        fail("terminate", "terminate called without an active exception");
    }
    try {
        throw;
    } catch (const std::exception &error) {
        die(typeid(error).name(), error.what());
    } catch (...) {
        die(abi::__cxa_current_exception_type()->name(), nullptr);
    }
}

}  // namespace

void run(int (*body)()) {
    std::set_terminate(terminated);
    int status = 0;
    try {
        __wasm_call_ctors();
        status = body();
        __wasm_call_dtors();
    } catch (...) {
        terminated();
    }
    if (status != 0) _Exit(status);
}

}  // namespace arena_
