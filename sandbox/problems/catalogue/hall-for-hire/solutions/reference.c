#include <arena.h>
#include <stdlib.h>

static int by_end(const void *one, const void *other) {
    return (int)(((const IntList *)one)->items[1] - ((const IntList *)other)->items[1]);
}

IntList hall_for_hire(IntListList requests, long long cleaning, long long most) {
    int count = requests.length;
    qsort(requests.items, count, sizeof *requests.items, by_end);
    // before[i]: how many of the first requests are over and cleaned up when request i starts
    int *before = malloc((count + 1) * sizeof *before);
    for (int i = 0; i < count; i++) {
        int low = 0, high = count;
        while (low < high) {
            int middle = (low + high) / 2;
            if (requests.items[middle].items[1] + cleaning <= requests.items[i].items[0]) low = middle + 1;
            else high = middle;
        }
        before[i] = low;
    }

    // best[i]: the largest sum of the first i requests, with as many parties as there have been rounds
    long long *best = calloc(count + 1, sizeof *best), *following = calloc(count + 1, sizeof *following);
    IntList answer = {calloc(2, sizeof(long long)), 2};
    for (int parties = 1; parties <= most; parties++) {
        for (int i = 0; i < count; i++) {
            long long with_this = best[before[i]] + requests.items[i].items[2];
            following[i + 1] = with_this > following[i] ? with_this : following[i];
        }
        if (following[count] > best[count]) answer.items[1] = parties;
        long long *swapped = best;
        best = following;
        following = swapped;
    }
    answer.items[0] = best[count];
    return answer;
}
