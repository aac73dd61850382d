// The start of a program that reads and writes text.
#include "last_words.h"

extern "C" int __main_void();

extern "C" __attribute__((export_name("_start"))) void _start() { arena_::run(__main_void); }
