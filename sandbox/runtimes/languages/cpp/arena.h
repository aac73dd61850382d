// The lists of functions in C. A list of n items has `length` n and its items at `items`; items of a
// list that is returned may come from malloc or be static.
#pragma once
#include <stdbool.h>

typedef struct IntList {
    long long *items;
    int length;
} IntList;

typedef struct IntListList {
    IntList *items;
    int length;
} IntListList;

typedef struct IntListListList {
    IntListList *items;
    int length;
} IntListListList;

typedef struct IntListListListList {
    IntListListList *items;
    int length;
} IntListListListList;

typedef struct FloatList {
    double *items;
    int length;
} FloatList;

typedef struct FloatListList {
    FloatList *items;
    int length;
} FloatListList;

typedef struct FloatListListList {
    FloatListList *items;
    int length;
} FloatListListList;

typedef struct FloatListListListList {
    FloatListListList *items;
    int length;
} FloatListListListList;

typedef struct BoolList {
    bool *items;
    int length;
} BoolList;

typedef struct BoolListList {
    BoolList *items;
    int length;
} BoolListList;

typedef struct BoolListListList {
    BoolListList *items;
    int length;
} BoolListListList;

typedef struct BoolListListListList {
    BoolListListList *items;
    int length;
} BoolListListListList;

typedef struct StringList {
    char **items;
    int length;
} StringList;

typedef struct StringListList {
    StringList *items;
    int length;
} StringListList;

typedef struct StringListListList {
    StringListList *items;
    int length;
} StringListListList;

typedef struct StringListListListList {
    StringListListList *items;
    int length;
} StringListListListList;
