#include <arena.h>
#include <stdlib.h>

long long coin_change_counts(IntList coins, IntList copies, long long amount) {
    const long long modulus = 1000000007;
    long long *ways = calloc(amount + 1, sizeof *ways), *more = malloc((amount + 1) * sizeof *more);
    ways[0] = 1;
    for (int kind = 0; kind < coins.length; kind++) {
        // Either no piece of this kind, or one more than for the rest; never more pieces than there are.
        long long coin = coins.items[kind], first_excess = coin * (copies.items[kind] + 1);
        for (long long total = 0; total <= amount; total++) {
            long long rest = total >= coin ? more[total - coin] : 0;
            long long excess = total >= first_excess ? ways[total - first_excess] : 0;
            more[total] = (ways[total] + rest + modulus - excess) % modulus;
        }
        long long *previous = ways;
        ways = more;
        more = previous;
    }
    return ways[amount];
}
