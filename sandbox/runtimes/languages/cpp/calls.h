// What the line after a player's function in C calls.
#pragma once
#include "arena.h"

#ifdef __cplusplus
extern "C" {
#endif

void arena_open(void);
void arena_argument(void);
void arena_all_taken(void);
void arena_close(void);

#define ARENA_JSON(name, type)    \
    type arena_read_##name(void); \
    void arena_write_##name(type value);

#define ARENA_LISTS(name, item)                \
    ARENA_JSON(name, item)                     \
    ARENA_JSON(name##List, name##List)         \
    ARENA_JSON(name##ListList, name##ListList) \
    ARENA_JSON(name##ListListList, name##ListListList) \
    ARENA_JSON(name##ListListListList, name##ListListListList)

#define ARENA_TYPES               \
    ARENA_LISTS(Int, long long)   \
    ARENA_LISTS(Float, double)    \
    ARENA_LISTS(Bool, bool)       \
    ARENA_LISTS(String, char *)

ARENA_TYPES

#ifdef __cplusplus
}
#endif
