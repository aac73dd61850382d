#include <stdio.h>
#include <stdlib.h>

enum { MAX_HARBOURS = 4000, MAX_CANALS = 6000, MAX_CALLS = 4000 };

typedef struct { int air, a, b; } Canal;
typedef struct { int height, harbour, number; } Call;

static Canal canals[MAX_CANALS];
static Call calls[MAX_CALLS];
static int answers[MAX_CALLS];
static int best[MAX_HARBOURS + 1], leader[MAX_HARBOURS + 1];  // the best price of the group that a harbour stands for

static int find(int v) {
    while (leader[v] != v) v = leader[v] = leader[leader[v]];
    return v;
}

static int more_air(const void *one, const void *other) { return ((const Canal *)other)->air - ((const Canal *)one)->air; }

static int higher(const void *one, const void *other) { return ((const Call *)other)->height - ((const Call *)one)->height; }

int main(void) {
    int n, m, q;
    scanf("%d %d %d", &n, &m, &q);
    for (int v = 1; v <= n; v++) {
        scanf("%d", &best[v]);
        leader[v] = v;
    }
    for (int i = 0; i < m; i++) scanf("%d %d %d", &canals[i].a, &canals[i].b, &canals[i].air);
    for (int i = 0; i < q; i++) {
        scanf("%d %d", &calls[i].harbour, &calls[i].height);
        calls[i].number = i;
    }
    // The highest barges first: then canals are only ever added.
    qsort(canals, m, sizeof *canals, more_air);
    qsort(calls, q, sizeof *calls, higher);

    int opened = 0;
    for (int i = 0; i < q; i++) {
        for (; opened < m && canals[opened].air >= calls[i].height; opened++) {
            int a = find(canals[opened].a), b = find(canals[opened].b);
            leader[a] = b;
            if (best[a] > best[b]) best[b] = best[a];
        }
        answers[calls[i].number] = best[find(calls[i].harbour)];
    }
    for (int i = 0; i < q; i++) printf("%d\n", answers[i]);
}
