#include <bits/stdc++.h>
using namespace std;

// A cycle of singers who want each other's steps takes one exchange less than it has singers.
static long long exchanges(const vector<int> &comes_from) {
    vector<bool> seen(comes_from.size());
    long long needed = comes_from.size();
    for (size_t start = 0; start < comes_from.size(); start++) {
        if (seen[start]) continue;
        needed--;
        for (size_t step = start; !seen[step]; step = comes_from[step]) seen[step] = true;
    }
    return needed;
}

long long fewest_exchanges(vector<long long> heights) {
    vector<int> order(heights.size());
    iota(order.begin(), order.end(), 0);
    sort(order.begin(), order.end(), [&](int a, int b) { return heights[a] < heights[b]; });
    long long rising = exchanges(order);
    reverse(order.begin(), order.end());
    return min(rising, exchanges(order));
}
