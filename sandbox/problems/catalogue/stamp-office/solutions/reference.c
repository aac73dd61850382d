#include <stdio.h>
#include <stdlib.h>

int main(void) {
    int visitors;
    long long turn, minute = 0;
    if (scanf("%d %lld", &visitors, &turn) != 2) return 1;
    long long *left = malloc(visitors * sizeof *left);
    for (int i = 0; i < visitors; i++) {
        if (scanf("%lld", &left[i]) != 1) return 1;
    }
    // The queue is a ring; next[i] is who stands behind visitor i.
    int *next = malloc(visitors * sizeof *next), before = visitors - 1;
    for (int i = 0; i < visitors; i++) next[i] = (i + 1) % visitors;
    for (int waiting = visitors; waiting > 0;) {
        int visitor = next[before];
        minute += left[visitor] < turn ? left[visitor] : turn;
        if (left[visitor] > turn) {
            left[visitor] -= turn;
            before = visitor;
            continue;
        }
        printf("%d %lld\n", visitor + 1, minute);
        next[before] = next[visitor];
        waiting--;
    }
    return 0;
}
