#include <arena.h>
#include <stdlib.h>
#include <string.h>

static unsigned char *values;
static long long count, start, period;

static int value_of(long long pile) {
    return pile < count ? values[pile] : values[start + (pile - start) % period];
}

// Where the row of `reach` values that ends at `end` was seen before, or -1; notes it.
static long long seen_before(long long *table, long long mask, long long end, long long reach) {
    const unsigned char *row = values + end + 1 - reach;
    unsigned long long hash = 1469598103934665603ULL;
    for (long long i = 0; i < reach; i++) hash = (hash ^ row[i]) * 1099511628211ULL;
    long long slot = (hash ^ hash >> 29) & mask;
    while (table[slot] >= 0) {
        if (memcmp(values + table[slot] + 1 - reach, row, reach) == 0) return table[slot];
        slot = (slot + 1) & mask;
    }
    table[slot] = end;
    return -1;
}

long long stone_game_grundy(IntList piles, IntList moves) {
    long long reach = 0, largest = 0;
    for (int i = 0; i < moves.length; i++) {
        if (moves.items[i] > reach) reach = moves.items[i];
    }
    for (int i = 0; i < piles.length; i++) {
        if (piles.items[i] > largest) largest = piles.items[i];
    }
    // The value of a pile depends on the values of as many piles before it as a move takes: once such a
    // row of values returns, everything after it returns too.
    long long room = 1024, mask = (1 << 20) - 1, *table = malloc((mask + 1) * sizeof *table);
    memset(table, -1, (mask + 1) * sizeof *table);
    values = malloc(room);
    count = start = period = 0;
    while (count <= largest && !period) {
        bool taken[256] = {false};
        for (int i = 0; i < moves.length; i++) {
            if (moves.items[i] <= count) taken[values[count - moves.items[i]]] = true;
        }
        int value = 0;
        while (taken[value]) value++;
        if (count == room) values = realloc(values, room *= 2);
        values[count] = value;
        long long before = count < reach ? -1 : seen_before(table, mask, count, reach);
        if (before >= 0) start = before, period = count - before;
        count++;
    }
    free(table);
    int total = 0;
    for (int i = 0; i < piles.length; i++) total ^= value_of(piles.items[i]);
    if (total == 0) return 0;
    // Equal places in the period have equal answers once all their moves stay clear of the run-in.
    long long winning = 0, clear = start + period + reach, *known = malloc((clear + period + 1) * sizeof *known);
    memset(known, -1, (clear + period + 1) * sizeof *known);
    for (int i = 0; i < piles.length; i++) {
        long long pile = piles.items[i], answer = 0;
        if (period && pile >= clear) pile = clear + (pile - clear) % period;
        bool noted = pile <= clear + period;
        if (noted && known[pile] >= 0) {
            winning += known[pile];
            continue;
        }
        int wanted = total ^ value_of(pile);
        for (int j = 0; j < moves.length; j++) {
            answer += moves.items[j] <= pile && value_of(pile - moves.items[j]) == wanted;
        }
        if (noted) known[pile] = answer;
        winning += answer;
    }
    free(known);
    free(values);
    return winning;
}
