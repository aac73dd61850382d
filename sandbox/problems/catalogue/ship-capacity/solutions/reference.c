#include <arena.h>

// Trips needed with this capacity; glass ends a stack.
static long long needed(IntList weights, BoolList fragile, long long capacity) {
    long long used = 0, load = 0;
    bool open = false;
    for (int i = 0; i < weights.length; i++) {
        if (!open || load + weights.items[i] > capacity) used++, load = 0;
        load += weights.items[i];
        open = !fragile.items[i];
    }
    return used;
}

long long ship_capacity(IntList weights, BoolList fragile, long long trips) {
    long long low = 0, high = 0;
    for (int i = 0; i < weights.length; i++) {
        if (weights.items[i] > low) low = weights.items[i];
        high += weights.items[i];
    }
    if (needed(weights, fragile, high) > trips) return -1;
    while (low < high) {
        long long middle = (low + high) / 2;
        if (needed(weights, fragile, middle) <= trips) high = middle;
        else low = middle + 1;
    }
    return low;
}
