#include <arena.h>
#include <stdlib.h>

typedef struct Singer {
    long long height;
    int step;
} Singer;

static int compare(const void *a, const void *b) {
    const Singer *left = a, *right = b;
    return (left->height > right->height) - (left->height < right->height);
}

// A cycle of singers who want each other's steps takes one exchange less than it has singers.
static int exchanges(const Singer *singers, int count, int falling) {
    char *seen = calloc(count, 1);
    int needed = count;
    for (int start = 0; start < count; start++) {
        if (seen[start]) continue;
        needed--;
        for (int step = start; !seen[step];) {
            seen[step] = 1;
            step = singers[falling ? count - 1 - step : step].step;
        }
    }
    free(seen);
    return needed;
}

long long fewest_exchanges(IntList heights) {
    int count = heights.length;
    Singer *singers = malloc(count * sizeof *singers);
    for (int i = 0; i < count; i++) singers[i] = (Singer){heights.items[i], i};
    qsort(singers, count, sizeof *singers, compare);
    int rising = exchanges(singers, count, 0), falling = exchanges(singers, count, 1);
    return rising < falling ? rising : falling;
}
