#include <arena.h>
#include <stdlib.h>

static int compare(const void *a, const void *b) {
    long long left = *(const long long *)a, right = *(const long long *)b;
    return (left > right) - (left < right);
}

IntList first_lockers(IntList taken, IntList groups) {
    qsort(taken.items, taken.length, sizeof *taken.items, compare);
    // The free stretches that are longer than all before them: a group goes to the first that is long enough.
    long long *begins = malloc((taken.length + 1) * sizeof *begins);
    long long *lengths = malloc((taken.length + 1) * sizeof *lengths);
    int stretches = 0;
    long long longest = 0, begin = 1;
    for (int i = 0; i < taken.length; i++) {
        long long locker = taken.items[i];
        if (locker - begin > longest) {
            longest = locker - begin;
            begins[stretches] = begin;
            lengths[stretches++] = longest;
        }
        begin = locker + 1;
    }
    begins[stretches] = begin;

    long long *answers = malloc(groups.length * sizeof *answers);
    for (int i = 0; i < groups.length; i++) {
        int low = 0, high = stretches;
        while (low < high) {
            int middle = (low + high) / 2;
            if (lengths[middle] < groups.items[i]) low = middle + 1;
            else high = middle;
        }
        answers[i] = begins[low];
    }
    return (IntList){answers, groups.length};
}
