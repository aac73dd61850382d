#include <arena.h>
#include <stdlib.h>

IntList market_barrow(IntList weights, IntList prices, IntList counts, long long strength) {
    // best[w]: the most pennies of a load of at most w pounds
    long long *best = calloc(strength + 1, sizeof *best);
    for (int i = 0; i < weights.length; i++) {
        long long fitting = strength / weights.items[i];
        long long left = counts.items[i] < fitting ? counts.items[i] : fitting;
        // Bundles of 1, 2, 4, ... pieces and a rest: any number of pieces is a choice of bundles.
        for (long long size = 1; left > 0; size *= 2) {
            long long pieces = size < left ? size : left;
            left -= pieces;
            long long heavy = pieces * weights.items[i], dear = pieces * prices.items[i];
            for (long long w = strength; w >= heavy; w--) {
                if (best[w - heavy] + dear > best[w]) best[w] = best[w - heavy] + dear;
            }
        }
    }
    long long lightest = 0;
    while (best[lightest] < best[strength]) lightest++;
    IntList answer = {malloc(2 * sizeof(long long)), 2};
    answer.items[0] = best[strength];
    answer.items[1] = lightest;
    return answer;
}
