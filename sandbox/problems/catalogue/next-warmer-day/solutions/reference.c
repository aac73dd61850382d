#include <arena.h>
#include <stdlib.h>

IntList next_warmer_day(IntList warmth) {
    int n = warmth.length, count = 0;
    IntList waits = {calloc(n, sizeof *waits.items), n};
    int *waiting = malloc(n * sizeof *waiting);  // days that are never warmer than the one before them
    for (int day = 0; day < 2 * n; day++) {
        while (count > 0 && warmth.items[waiting[count - 1]] < warmth.items[day % n]) {
            count--;
            waits.items[waiting[count]] = day - waiting[count];
        }
        if (day < n) waiting[count++] = day;
    }
    free(waiting);
    return waits;
}
