#include <bits/stdc++.h>
using namespace std;

vector<long long> two_sum(vector<long long> prices, long long coins) {
    unordered_map<long long, int> nearest;
    for (size_t here = 0; here < prices.size(); here++) {
        auto back = nearest.find(coins - prices[here]);
        if (back != nearest.end()) return {back->second, (long long)here};
        nearest[prices[here]] = here;
    }
    return {};
}
