// The start of a program that is a function: one call with the arguments that stand on standard
// input, the answer to the judge.
#include "last_words.h"

extern "C" void arena_call();

static int call() {
    arena_call();
    return 0;
}

extern "C" __attribute__((export_name("_start"))) void _start() { arena_::run(call); }
