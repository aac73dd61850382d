#include <arena.h>
#include <stdlib.h>

typedef struct { int school, fee; } Singer;

static int by_fee(const void *one, const void *other) { return ((const Singer *)one)->fee - ((const Singer *)other)->fee; }

static int by_school(const void *one, const void *other) {
    int schools = ((const Singer *)one)->school - ((const Singer *)other)->school;
    return schools != 0 ? schools : by_fee(one, other);
}

// Ordered pairs, a singer with himself too, that cost at most this price.
static long long pairs(const Singer *singers, int count, int price) {
    int partners = count;
    long long total = 0;
    for (int i = 0; i < count; i++) {
        while (partners > 0 && singers[partners - 1].fee + singers[i].fee > price) partners--;
        if (partners == 0) break;
        total += partners;
    }
    return total;
}

// All ordered pairs of everyone, less those within a school.
static long long duets(const Singer *everyone, const Singer *grouped, int count, int price) {
    long long total = pairs(everyone, count, price);
    for (int from = 0, to = 0; from < count; from = to) {
        while (to < count && grouped[to].school == grouped[from].school) to++;
        total -= pairs(grouped + from, to - from, price);
    }
    return total / 2;
}

IntList kth_duet(IntList fees, IntList schools, long long rank) {
    int n = fees.length;
    Singer *everyone = malloc(n * sizeof *everyone), *grouped = malloc(n * sizeof *grouped);
    for (int i = 0; i < n; i++) everyone[i] = grouped[i] = (Singer){schools.items[i], fees.items[i]};
    qsort(everyone, n, sizeof *everyone, by_fee);
    qsort(grouped, n, sizeof *grouped, by_school);

    int low = 2 * everyone[0].fee, high = 2 * everyone[n - 1].fee;
    if (duets(everyone, grouped, n, high) < rank) return (IntList){0};
    while (low < high) {
        int middle = low + (high - low) / 2;
        if (duets(everyone, grouped, n, middle) >= rank) high = middle;
        else low = middle + 1;
    }
    IntList answer = {malloc(2 * sizeof *answer.items), 2};
    answer.items[0] = low;
    answer.items[1] = duets(everyone, grouped, n, low - 1);
    return answer;
}
