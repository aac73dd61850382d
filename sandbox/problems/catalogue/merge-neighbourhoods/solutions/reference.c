#include <arena.h>
#include <stdlib.h>

enum { NEVER = -1 };

static int *parent, *size;

static int find(int i) {
    while (parent[i] != i) i = parent[i] = parent[parent[i]];
    return i;
}

static void build(IntList bridge) {
    int small = find(bridge.items[0]), large = find(bridge.items[1]);
    if (small == large) return;
    if (size[small] > size[large]) {
        int other = small;
        small = large;
        large = other;
    }
    parent[small] = large;
    size[large] += size[small];
}

IntList falling_bridges(long long islands, IntListList bridges, IntListList events) {
    parent = malloc(islands * sizeof *parent);
    size = malloc(islands * sizeof *size);
    for (int i = 0; i < islands; i++) {
        parent[i] = i;
        size[i] = 1;
    }

    int *first_fall = malloc((bridges.length + 1) * sizeof *first_fall);
    for (int b = 0; b < bridges.length; b++) first_fall[b] = NEVER;
    int letters = 0;
    for (int time = events.length - 1; time >= 0; time--) {
        const long long *event = events.items[time].items;
        if (event[0] == 0) first_fall[event[1]] = time;
        else letters++;
    }
    for (int b = 0; b < bridges.length; b++) {
        if (first_fall[b] == NEVER) build(bridges.items[b]);
    }
    // Backwards, bridges are only ever built.
    IntList copies = {malloc((letters + 1) * sizeof *copies.items), letters};
    for (int time = events.length - 1; time >= 0; time--) {
        const long long *event = events.items[time].items;
        if (event[0] == 1) copies.items[--letters] = size[find(event[1])];
        else if (first_fall[event[1]] == time) build(bridges.items[event[1]]);
    }
    return copies;
}
