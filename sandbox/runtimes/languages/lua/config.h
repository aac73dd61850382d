/* What Lua is told about the place that it runs in; included before each of its files. */
#include <stdint.h>
#include <stdio.h>

uint64_t arena_random(void);
FILE *arena_stdin(void);

/* Strings are hashed with a seed of the host's, so that nobody can prepare collisions. */
#define luai_makeseed(L) ((void)(L), (unsigned int)arena_random())

/* There are no signals. */
#define l_signalT int

/* One switch: compiled to wasm, a table of labels becomes a worse one. */
#define LUA_USE_JUMPTABLE 0
