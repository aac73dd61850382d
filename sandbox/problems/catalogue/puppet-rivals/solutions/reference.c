#include <arena.h>

enum { MOST = 11 };

// The least that the first scenes cost with a set of players and one of them in the last of these scenes;
// -1 if it cannot be.
static long long best[1 << MOST][MOST];

long long cheapest_cast(IntListList fees, IntListList rivals) {
    int players = fees.length;
    int whole = (1 << players) - 1;
    // Who may lead the scene after a player, as bits.
    int may_follow[MOST];
    for (int player = 0; player < players; player++) may_follow[player] = whole;
    for (int i = 0; i < rivals.length; i++) {
        long long a = rivals.items[i].items[0], b = rivals.items[i].items[1];
        may_follow[a] &= ~(1 << b);
        may_follow[b] &= ~(1 << a);
    }
    for (int cast = 0; cast <= whole; cast++) {
        for (int player = 0; player < players; player++) best[cast][player] = -1;
    }
    for (int player = 0; player < players; player++) best[1 << player][player] = fees.items[player].items[0];
    for (int cast = 1; cast < whole; cast++) {
        int scene = __builtin_popcount(cast);
        for (int last = 0; last < players; last++) {
            if (best[cast][last] < 0) continue;
            int available = may_follow[last] & ~cast;
            for (int player = 0; player < players; player++) {
                if (!(available >> player & 1)) continue;
                long long total = best[cast][last] + fees.items[player].items[scene];
                long long *ahead = &best[cast | 1 << player][player];
                if (*ahead < 0 || total < *ahead) *ahead = total;
            }
        }
    }
    long long least = -1;
    for (int last = 0; last < players; last++) {
        long long cost = best[whole][last];
        if (cost >= 0 && (least < 0 || cost < least)) least = cost;
    }
    return least;
}
