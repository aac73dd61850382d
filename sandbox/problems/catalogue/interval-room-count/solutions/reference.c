#include <arena.h>
#include <stdlib.h>

static int compare(const void *a, const void *b) {
    long long left = *(const long long *)a, right = *(const long long *)b;
    return (left > right) - (left < right);
}

IntList rehearsal_rooms(IntListList bookings, long long airing) {
    int n = bookings.length;
    // When rooms are taken, and when their windows are closed.
    long long *starts = malloc(n * sizeof *starts), *closed = malloc(n * sizeof *closed);
    for (int i = 0; i < n; i++) {
        starts[i] = bookings.items[i].items[0];
        closed[i] = bookings.items[i].items[1] + airing;
    }
    qsort(starts, n, sizeof *starts, compare);
    qsort(closed, n, sizeof *closed, compare);

    long long rooms = 0, first = 0, minutes = 0;
    int free_again = 0;
    for (int i = 0; i < n; i++) {
        // A room that is free in this minute is free before the next booking begins.
        while (closed[free_again] <= starts[i]) free_again++;
        int occupied = i + 1 - free_again;
        if (occupied < rooms) continue;
        if (occupied > rooms) {
            rooms = occupied;
            first = starts[i];
            minutes = 0;
        }
        long long until = closed[free_again];
        if (i + 1 < n && starts[i + 1] < until) until = starts[i + 1];
        minutes += until - starts[i];
    }
    free(starts);
    free(closed);
    IntList answer = {malloc(3 * sizeof *answer.items), 3};
    answer.items[0] = rooms;
    answer.items[1] = first;
    answer.items[2] = minutes;
    return answer;
}
