#include <arena.h>
#include <stdlib.h>

enum { SLOT_BITS = 11, SLOTS = 1 << SLOT_BITS };

// A hash table of the kinds on the list, more than half of it empty: how many pieces are missing of each.
static long long kinds[SLOTS];
static int missing[SLOTS];

// Where this kind is, or the empty slot where it would be.
static unsigned slot_of(long long kind) {
    unsigned slot = (unsigned)kind * 2654435769u >> (32 - SLOT_BITS);
    while (kinds[slot] != 0 && kinds[slot] != kind) slot = (slot + 1) % SLOTS;
    return slot;
}

IntList shortest_walk(IntList street, IntListList wanted, long long puddles) {
    for (int i = 0; i < wanted.length; i++) {
        unsigned slot = slot_of(wanted.items[i].items[0]);
        kinds[slot] = wanted.items[i].items[0];
        missing[slot] = wanted.items[i].items[1];
    }
    int kinds_missing = wanted.length, wet = 0, first = 0;
    int best_first = 0, best_length = 0;
    for (int last = 0; last < street.length; last++) {
        unsigned slot = slot_of(street.items[last]);
        if (street.items[last] == 0) wet++;
        else if (kinds[slot] != 0 && --missing[slot] == 0) kinds_missing--;
        if (kinds_missing > 0) continue;
        // Drop what is not needed: the shortest walk that ends here is the driest one as well.
        for (;; first++) {
            slot = slot_of(street.items[first]);
            if (street.items[first] == 0) {
                wet--;
            } else if (kinds[slot] != 0) {
                if (missing[slot] == 0) break;
                missing[slot]++;
            }
        }
        int length = last - first + 1;
        if (wet <= puddles && (best_length == 0 || length < best_length)) {
            best_first = first;
            best_length = length;
        }
    }
    if (best_length == 0) return (IntList){0};
    IntList answer = {malloc(2 * sizeof *answer.items), 2};
    answer.items[0] = best_first;
    answer.items[1] = best_length;
    return answer;
}
