#include <arena.h>
#include <limits.h>
#include <stdlib.h>
#include <string.h>

long long cheapest_cuts(char *beads, IntList prices) {
    int n = strlen(beads);
    // paid[i]: the least for the first i beads, with the cut behind them when there is one.
    long long *paid = malloc((n + 1) * sizeof *paid);
    paid[0] = 0;
    for (int i = 1; i <= n; i++) paid[i] = LLONG_MAX;
    for (int middle = 0; middle < n; middle++) {
        // All bracelets that begin before the middle are known: paid[middle] is final.
        for (int start = middle; start <= middle + 1; start++) {
            for (int left = middle, right = start; left >= 0 && right < n && beads[left] == beads[right]; left--, right++) {
                long long total = paid[left] + (right < n - 1 ? prices.items[right] : 0);
                if (total < paid[right + 1]) paid[right + 1] = total;
            }
        }
    }
    long long least = paid[n];
    free(paid);
    return least;
}
