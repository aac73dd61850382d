#include <arena.h>
#include <stdlib.h>

enum { MOST = 3000, JUMPS = 12 };

static int size;
static int depth[MOST], deeper[MOST], first[MOST], taken[MOST];
// jumps[k][c]: the chamber 2^k steps nearer to the entrance.
static int jumps[JUMPS][MOST];
// On the way from the entrance to a chamber below c, an order for c with x candles leaves x in each chamber from c on:
// x times the depth, less x times the depth above c. Both factors are kept in Fenwick trees over the tour.
static long long rates[MOST + 1], bases[MOST + 1];

static void put(int tour, long long rate, long long base) {
    for (int place = tour + 1; place <= size; place += place & -place) {
        rates[place] += rate;
        bases[place] += base;
    }
}

// The candles on the way from the entrance; those in the chamber itself go to `there`.
static long long until(int chamber, long long *there) {
    long long rate = 0, base = 0;
    for (int place = first[chamber] + 1; place > 0; place &= place - 1) {
        rate += rates[place];
        base += bases[place];
    }
    *there = rate;
    return rate * depth[chamber] + base;
}

static int meeting(int a, int b) {
    if (depth[a] < depth[b]) {
        int other = a;
        a = b;
        b = other;
    }
    for (int k = 0, steps = depth[a] - depth[b]; steps > 0; k++, steps /= 2) {
        if (steps % 2 == 1) a = jumps[k][a];
    }
    if (a == b) return a;
    for (int k = JUMPS - 1; k >= 0; k--) {
        if (jumps[k][a] != jumps[k][b]) {
            a = jumps[k][a];
            b = jumps[k][b];
        }
    }
    return jumps[0][a];
}

IntList count_candles(IntList found_from, IntListList orders) {
    size = found_from.length;
    for (int c = 0; c < size; c++) deeper[c] = taken[c] = 1;
    for (int c = 1; c < size; c++) {
        jumps[0][c] = found_from.items[c];
        depth[c] = depth[jumps[0][c]] + 1;
    }
    for (int c = size - 1; c > 0; c--) deeper[jumps[0][c]] += deeper[c];
    // A chamber and all that is deeper stand side by side in the tour: first[c] to first[c] + deeper[c] - 1.
    for (int c = 1; c < size; c++) {
        int before = jumps[0][c];
        first[c] = first[before] + taken[before];
        taken[before] += deeper[c];
    }
    for (int k = 1; k < JUMPS; k++) {
        for (int c = 0; c < size; c++) jumps[k][c] = jumps[k - 1][jumps[k - 1][c]];
    }

    IntList answers = {malloc(orders.length * sizeof(long long)), 0};
    for (int i = 0; i < orders.length; i++) {
        const long long *order = orders.items[i].items;
        long long a = order[1], b = order[2];
        if (order[0] == 0) {
            long long base = b * (1 - depth[a]);
            put(first[a], b, base);
            put(first[a] + deeper[a], -b, -base);
        } else {
            long long unused, there;
            long long both = until(a, &unused) + until(b, &unused);
            long long common = until(meeting(a, b), &there);
            answers.items[answers.length++] = both - 2 * common + there;
        }
    }
    return answers;
}
