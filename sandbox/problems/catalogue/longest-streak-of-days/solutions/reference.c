#include <arena.h>
#include <stdlib.h>

static int compare(const void *a, const void *b) {
    long long left = *(const long long *)a, right = *(const long long *)b;
    return (left > right) - (left < right);
}

IntList longest_streak(IntList days) {
    qsort(days.items, days.length, sizeof *days.items, compare);
    long long first = 0, best_first = 0, best_length = 0;
    for (int i = 0; i < days.length; i++) {
        // The same day again goes on with the streak, and makes it no longer.
        long long day = days.items[i];
        if (i == 0 || day > days.items[i - 1] + 1) first = day;
        if (day - first + 1 > best_length) {
            best_first = first;
            best_length = day - first + 1;
        }
    }
    IntList answer = {malloc(2 * sizeof *answer.items), 2};
    answer.items[0] = best_first;
    answer.items[1] = best_length;
    return answer;
}
