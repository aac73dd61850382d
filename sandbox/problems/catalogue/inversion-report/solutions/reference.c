#include <stdio.h>
#include <stdlib.h>

enum { MOST = 8000 };

typedef struct { int gap, height, number; } Reader;

static int n, q;
static int books[MOST], ordered[MOST], added[MOST];
static Reader readers[MOST];
static int tree[MOST + 1];  // a Fenwick tree: by rank in `ordered`, the books to the left of the gap that is looked at
static int placed;
static long long crooked;

static int by_height(const void *one, const void *other) {
    int a = *(const int *)one, b = *(const int *)other;
    return (a > b) - (a < b);
}

static int by_gap(const void *one, const void *other) { return ((const Reader *)one)->gap - ((const Reader *)other)->gap; }

// How many books of the whole shelf are lower than this.
static int lower_than(int height) {
    int low = 0, high = n;
    while (low < high) {
        int middle = (low + high) / 2;
        if (ordered[middle] < height) low = middle + 1;
        else high = middle;
    }
    return low;
}

static int count(int rank) {
    int total = 0;
    for (; rank > 0; rank &= rank - 1) total += tree[rank];
    return total;
}

static void place_until(int gap) {
    for (; placed < gap; placed++) {
        int rank = lower_than(books[placed] + 1);
        crooked += placed - count(rank);
        for (; rank <= n; rank += rank & -rank) tree[rank]++;
    }
}

int main(void) {
    scanf("%d %d", &n, &q);
    for (int i = 0; i < n; i++) {
        scanf("%d", &books[i]);
        ordered[i] = books[i];
    }
    for (int i = 0; i < q; i++) {
        scanf("%d %d", &readers[i].gap, &readers[i].height);
        readers[i].number = i;
    }
    qsort(ordered, n, sizeof *ordered, by_height);
    qsort(readers, q, sizeof *readers, by_gap);

    for (int i = 0; i < q; i++) {
        place_until(readers[i].gap);
        int lower = lower_than(readers[i].height), not_taller = lower_than(readers[i].height + 1);
        int taller_left = placed - count(not_taller), lower_right = lower - count(lower);
        added[readers[i].number] = taller_left + lower_right;
    }
    place_until(n);
    for (int i = 0; i < q; i++) printf("%lld\n", crooked + added[i]);
}
