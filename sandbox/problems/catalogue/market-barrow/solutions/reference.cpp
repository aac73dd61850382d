#include <bits/stdc++.h>
using namespace std;

vector<long long> market_barrow(vector<long long> weights, vector<long long> prices, vector<long long> counts, long long strength) {
    // best[w]: the most pennies of a load of at most w pounds
    vector<long long> best(strength + 1);
    for (size_t i = 0; i < weights.size(); i++) {
        long long left = min(counts[i], strength / weights[i]);
        // Bundles of 1, 2, 4, ... pieces and a rest: any number of pieces is a choice of bundles.
        for (long long size = 1; left > 0; size *= 2) {
            long long pieces = min(size, left);
            left -= pieces;
            long long heavy = pieces * weights[i], dear = pieces * prices[i];
            for (long long w = strength; w >= heavy; w--) best[w] = max(best[w], best[w - heavy] + dear);
        }
    }
    long long lightest = find(best.begin(), best.end(), best[strength]) - best.begin();
    return {best[strength], lightest};
}
