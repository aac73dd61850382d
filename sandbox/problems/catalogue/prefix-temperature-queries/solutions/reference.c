#include <stdio.h>
#include <stdlib.h>

int main(void) {
    int days, questions;
    if (scanf("%d %d", &days, &questions) != 2) return 1;
    long long *until = calloc(days + 1, sizeof *until);
    for (int day = 1; day <= days; day++) {
        if (scanf("%lld", &until[day]) != 1) return 1;
        until[day] += until[day - 1];
    }
    while (questions-- > 0) {
        int first, last;
        if (scanf("%d %d", &first, &last) != 2) return 1;
        long long total = until[last] - until[first - 1];
        // A season that ends before it begins goes over the turn of the year.
        printf("%lld\n", first <= last ? total : total + until[days]);
    }
    return 0;
}
