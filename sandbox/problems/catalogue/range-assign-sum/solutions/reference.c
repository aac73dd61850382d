#include <arena.h>
#include <stdlib.h>
#include <string.h>

typedef struct { long long start, level, slope; } Ramp;

static long long *places, *tree;
static int place_count;
// The ramps as they lie side by side; the last one is a mark behind the road.
static Ramp *ramps;
static int ramp_count;

static int ascending(const void *a, const void *b) {
    long long x = *(const long long *)a, y = *(const long long *)b;
    return (x > y) - (x < y);
}

static long long sum(Ramp ramp, long long count) {
    return count * ramp.level + count * (count - 1) / 2 * ramp.slope;
}

static int rank_of(long long place) {
    int low = 0, high = place_count - 1;
    while (low < high) {
        int middle = (low + high) / 2;
        if (places[middle] < place) low = middle + 1;
        else high = middle;
    }
    return low + 1;
}

// A Fenwick tree over the places: the sum of the ramp that begins there.
static void add(long long place, long long amount) {
    for (int node = rank_of(place); node <= place_count; node += node & -node) tree[node] += amount;
}

// The last ramp that begins at the post or before it.
static int ramp_at(long long post) {
    int low = 0, high = ramp_count - 1;
    while (low < high) {
        int middle = (low + high + 1) / 2;
        if (ramps[middle].start <= post) low = middle;
        else high = middle - 1;
    }
    return low;
}

static long long sum_up_to(long long post) {
    Ramp ramp = ramps[ramp_at(post)];
    long long total = sum(ramp, post - ramp.start + 1);
    for (int node = rank_of(ramp.start) - 1; node > 0; node &= node - 1) total += tree[node];
    return total;
}

static int cut(long long post) {
    int at = ramp_at(post);
    Ramp ramp = ramps[at];
    if (ramp.start == post) return at;
    Ramp beyond = {post, ramp.level + (post - ramp.start) * ramp.slope, ramp.slope};
    long long moved = sum(beyond, ramps[at + 1].start - post);
    add(ramp.start, -moved);
    add(post, moved);
    memmove(&ramps[at + 2], &ramps[at + 1], (ramp_count - at - 1) * sizeof *ramps);
    ramps[at + 1] = beyond;
    ramp_count++;
    return at + 1;
}

IntList range_assign_sum(long long length, IntListList orders) {
    // Every ramp begins at post 1, where a grade begins, or just behind the end of one.
    places = malloc((2 * orders.length + 1) * sizeof *places);
    int noted = 0;
    places[noted++] = 1;
    for (int i = 0; i < orders.length; i++) {
        if (orders.items[i].length == 4) {
            places[noted++] = orders.items[i].items[0];
            places[noted++] = orders.items[i].items[1] + 1;
        }
    }
    qsort(places, noted, sizeof *places, ascending);
    place_count = 0;
    for (int i = 0; i < noted; i++) {
        if (place_count == 0 || places[place_count - 1] != places[i]) places[place_count++] = places[i];
    }
    tree = calloc(place_count + 1, sizeof *tree);
    ramps = malloc((2 * orders.length + 2) * sizeof *ramps);
    ramps[0] = (Ramp){1, 0, 0};
    ramps[1] = (Ramp){length + 1, 0, 0};
    ramp_count = 2;
    IntList answers = {malloc((orders.length + 1) * sizeof(long long)), 0};
    for (int i = 0; i < orders.length; i++) {
        long long *order = orders.items[i].items, left = order[0], right = order[1];
        if (orders.items[i].length == 2) {
            long long before = left > 1 ? sum_up_to(left - 1) : 0;
            answers.items[answers.length++] = sum_up_to(right) - before;
            continue;
        }
        int first = cut(left), last = cut(right + 1);
        for (int at = first; at < last; at++) {
            add(ramps[at].start, -sum(ramps[at], ramps[at + 1].start - ramps[at].start));
        }
        ramps[first] = (Ramp){left, order[2], order[3]};
        add(left, sum(ramps[first], right + 1 - left));
        memmove(&ramps[first + 1], &ramps[last], (ramp_count - last) * sizeof *ramps);
        ramp_count -= last - first - 1;
    }
    return answers;
}
