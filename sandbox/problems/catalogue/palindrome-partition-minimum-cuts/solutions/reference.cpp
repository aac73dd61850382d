#include <bits/stdc++.h>
using namespace std;

long long cheapest_cuts(string beads, vector<long long> prices) {
    int n = beads.size();
    prices.push_back(0);  // nothing is cut behind the last bead
    // paid[i]: the least for the first i beads, with the cut behind them.
    vector<long long> paid(n + 1, LLONG_MAX);
    paid[0] = 0;
    for (int middle = 0; middle < n; middle++) {
        // All bracelets that begin before the middle are known: paid[middle] is final.
        for (int start : {middle, middle + 1}) {
            for (int left = middle, right = start; left >= 0 && right < n && beads[left] == beads[right]; left--, right++) {
                paid[right + 1] = min(paid[right + 1], paid[left] + prices[right]);
            }
        }
    }
    return paid[n];
}
