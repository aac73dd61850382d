#include <arena.h>
#include <stdlib.h>

static int compare(const void *a, const void *b) {
    long long left = *(const long long *)a, right = *(const long long *)b;
    return (left > right) - (left < right);
}

long long count_pairs(IntList heights, long long gap) {
    qsort(heights.items, heights.length, sizeof *heights.items, compare);
    // In the sorted row, those who are shorter than everyone by exactly the gap stand from `from` to before `to`.
    long long ways = 0;
    int from = 0, to = 0;
    for (int i = 0; i < heights.length; i++) {
        long long wanted = heights.items[i] - gap;
        while (heights.items[from] < wanted) from++;
        while (to < i && heights.items[to] <= wanted) to++;
        if (to > from) ways += to - from;
    }
    return ways;
}
