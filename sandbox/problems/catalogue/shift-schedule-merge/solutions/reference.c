#include <stdio.h>
#include <stdlib.h>

typedef struct { long long start, end; } Shift;

static int by_start(const void *a, const void *b) {
    long long x = ((const Shift *)a)->start, y = ((const Shift *)b)->start;
    return (x > y) - (x < y);
}

int main(void) {
    int count, stretches = 0;
    long long gap;
    if (scanf("%d %lld", &count, &gap) != 2) return 1;
    Shift *shifts = malloc(count * sizeof *shifts);
    for (int i = 0; i < count; i++) {
        if (scanf("%lld %lld", &shifts[i].start, &shifts[i].end) != 2) return 1;
    }
    qsort(shifts, count, sizeof *shifts, by_start);
    for (int i = 0; i < count; i++) {
        Shift shift = shifts[i], *last = &shifts[stretches - 1];
        if (stretches == 0 || shift.start - last->end > gap) shifts[stretches++] = shift;
        else if (shift.end > last->end) last->end = shift.end;
    }
    printf("%d\n", stretches);
    for (int i = 0; i < stretches; i++) printf("%lld %lld\n", shifts[i].start, shifts[i].end);
    return 0;
}
