#ifndef VALUES_H
#define VALUES_H

#include "arena.h"
#include "janet.h"

/* Reads the value that begins with a piece of this kind; false when there is none. */
bool read_value(struct arena_reader *reader, enum arena_kind kind, Janet *value);

/* Writes a value into the answer; returns why it is none, or NULL. */
const char *put_value(Janet value, int depth);

#endif
