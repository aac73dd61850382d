#include <limits.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { MAX_SQUARES = 3000, MAX_STREETS = 6000 };

typedef struct { int a, b, cost; } Street;

static Street streets[MAX_STREETS], sorted[MAX_STREETS];
// Groups are joined by size and never flattened: each tree stays about log n deep, and the costs on the
// way from a square upwards only grow. So the dearest wire between two squares is found by climbing.
static int above[MAX_SQUARES + 1], joined_at[MAX_SQUARES + 1], size[MAX_SQUARES + 1];

static int cheaper(const void *one, const void *other) { return ((const Street *)one)->cost - ((const Street *)other)->cost; }

static int top(int v) {
    while (above[v]) v = above[v];
    return v;
}

int main(void) {
    int n, m;
    scanf("%d %d", &n, &m);
    for (int i = 0; i < m; i++) scanf("%d %d %d", &streets[i].a, &streets[i].b, &streets[i].cost);
    memcpy(sorted, streets, sizeof streets);
    qsort(sorted, m, sizeof *sorted, cheaper);
    for (int v = 1; v <= n; v++) {
        size[v] = 1;
        joined_at[v] = INT_MAX;
    }

    long long total = 0;
    for (int i = 0; i < m; i++) {
        int small = top(sorted[i].a), large = top(sorted[i].b);
        if (small == large) continue;
        if (size[small] > size[large]) {
            int swapped = small;
            small = large;
            large = swapped;
        }
        above[small] = large;
        joined_at[small] = sorted[i].cost;
        size[large] += size[small];
        total += sorted[i].cost;
    }

    for (int i = 0; i < m; i++) {
        int a = streets[i].a, b = streets[i].b, dearest = 0;
        while (a != b) {
            int *lower = joined_at[a] < joined_at[b] ? &a : &b;
            dearest = joined_at[*lower];
            *lower = above[*lower];
        }
        printf("%lld\n", total - dearest + streets[i].cost);
    }
}
