#include <arena.h>
#include <stdlib.h>

static const long long modulus = 1000000007;

// The most climbers of a rope, and the number of such ropes.
typedef struct { long long longest, number; } Ropes;

// The rank is that of the pack, from 1.
typedef struct { long long height, load; int rank; Ropes ending; } Climber;

static void add(Ropes *to, Ropes other) {
    if (to->longest < other.longest) *to = other;
    else if (to->longest == other.longest) to->number = (to->number + other.number) % modulus;
}

// The best ropes of the packs up to this rank, from a Fenwick tree.
static Ropes up_to(const Ropes *tree, int rank) {
    Ropes best = {0, 0};
    for (; rank > 0; rank &= rank - 1) add(&best, tree[rank]);
    return best;
}

static int by_load(const void *one, const void *other) {
    return ((const Climber *)one)->load - ((const Climber *)other)->load;
}

static int by_height(const void *one, const void *other) {
    return ((const Climber *)one)->height - ((const Climber *)other)->height;
}

IntList longest_increasing_teams(IntList heights, IntList loads) {
    int n = heights.length, top = 0;
    Climber *climbers = malloc(n * sizeof *climbers);
    for (int i = 0; i < n; i++) climbers[i] = (Climber){.height = heights.items[i], .load = loads.items[i]};
    qsort(climbers, n, sizeof *climbers, by_load);
    for (int i = 0; i < n; i++) {
        if (i == 0 || climbers[i].load != climbers[i - 1].load) top++;
        climbers[i].rank = top;
    }
    qsort(climbers, n, sizeof *climbers, by_height);

    Ropes *tree = calloc(top + 1, sizeof *tree);
    for (int from = 0, to = 0; from < n; from = to) {
        // Climbers of one height all look before any of them is entered.
        for (; to < n && climbers[to].height == climbers[from].height; to++) {
            Ropes before = up_to(tree, climbers[to].rank - 1);
            climbers[to].ending = (Ropes){before.longest + 1, before.longest == 0 ? 1 : before.number};
        }
        for (int i = from; i < to; i++) {
            for (int node = climbers[i].rank; node <= top; node += node & -node) add(&tree[node], climbers[i].ending);
        }
    }
    Ropes best = up_to(tree, top);
    free(tree);
    free(climbers);
    IntList answer = {malloc(2 * sizeof *answer.items), 2};
    answer.items[0] = best.longest;
    answer.items[1] = best.number;
    return answer;
}
