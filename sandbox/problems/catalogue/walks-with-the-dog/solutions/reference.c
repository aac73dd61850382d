#include <arena.h>
#include <stdlib.h>

// A heap of numbers, the smallest first: a walk is its length times `corners` plus the corner where it ends.
static long long *heap;
static int size;

static void push(long long walk) {
    int at = size++;
    for (; at > 0 && heap[(at - 1) / 2] > walk; at = (at - 1) / 2) heap[at] = heap[(at - 1) / 2];
    heap[at] = walk;
}

static long long pop(void) {
    long long first = heap[0], last = heap[--size];
    int at = 0;
    for (int below = 1; below < size; below = 2 * at + 1) {
        if (below + 1 < size && heap[below + 1] < heap[below]) below++;
        if (heap[below] >= last) break;
        heap[at] = heap[below];
        at = below;
    }
    heap[at] = last;
    return first;
}

static int by_start(const void *one, const void *other) {
    return (int)(((const IntList *)one)->items[0] - ((const IntList *)other)->items[0]);
}

IntList walks_with_the_dog(long long corners, IntListList paths, long long evenings) {
    // The paths from corner c are those from onwards[c] to onwards[c + 1] - 1.
    qsort(paths.items, paths.length, sizeof *paths.items, by_start);
    int *onwards = calloc(corners + 1, sizeof *onwards);
    for (int i = 0; i < paths.length; i++) onwards[paths.items[i].items[0] + 1]++;
    for (int corner = 0; corner < corners; corner++) onwards[corner + 1] += onwards[corner];

    // The walks to a corner that the shortest ones to the tavern go on from are among the shortest to that
    // corner: more than `evenings` of them are never needed.
    int *arrivals = calloc(corners, sizeof *arrivals);
    heap = malloc((paths.length * evenings + 1) * sizeof *heap);
    size = 0;
    IntList lengths = {malloc(evenings * sizeof(long long)), 0};
    push(0);
    while (size > 0 && lengths.length < evenings) {
        long long walk = pop(), walked = walk / corners;
        int corner = walk % corners;
        if (arrivals[corner] == evenings) continue;
        arrivals[corner]++;
        if (corner == corners - 1) lengths.items[lengths.length++] = walked;
        for (int i = onwards[corner]; i < onwards[corner + 1]; i++) {
            long long end = paths.items[i].items[1], length = paths.items[i].items[2];
            if (arrivals[end] < evenings) push((walked + length) * corners + end);
        }
    }
    return lengths;
}
