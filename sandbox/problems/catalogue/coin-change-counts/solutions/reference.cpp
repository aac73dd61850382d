#include <bits/stdc++.h>
using namespace std;

long long coin_change_counts(vector<long long> coins, vector<long long> copies, long long amount) {
    const long long modulus = 1'000'000'007;
    vector<long long> ways(amount + 1);
    ways[0] = 1;
    for (size_t kind = 0; kind < coins.size(); kind++) {
        // Either no piece of this kind, or one more than for the rest; never more pieces than there are.
        long long coin = coins[kind], first_excess = coin * (copies[kind] + 1);
        vector<long long> more = ways;
        for (long long total = coin; total <= amount; total++) {
            long long excess = total >= first_excess ? ways[total - first_excess] : 0;
            more[total] = (ways[total] + more[total - coin] + modulus - excess) % modulus;
        }
        ways = move(more);
    }
    return ways[amount];
}
