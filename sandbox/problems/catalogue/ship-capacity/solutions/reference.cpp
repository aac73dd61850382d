#include <bits/stdc++.h>
using namespace std;

long long ship_capacity(vector<long long> weights, vector<bool> fragile, long long trips) {
    // Trips needed with this capacity; glass ends a stack.
    auto needed = [&](long long capacity) {
        long long used = 0, load = 0;
        bool open = false;
        for (size_t i = 0; i < weights.size(); i++) {
            if (!open || load + weights[i] > capacity) used++, load = 0;
            load += weights[i];
            open = !fragile[i];
        }
        return used;
    };
    long long low = *max_element(weights.begin(), weights.end());
    long long high = accumulate(weights.begin(), weights.end(), 0LL);
    if (needed(high) > trips) return -1;
    while (low < high) {
        long long middle = (low + high) / 2;
        if (needed(middle) <= trips) high = middle;
        else low = middle + 1;
    }
    return low;
}
