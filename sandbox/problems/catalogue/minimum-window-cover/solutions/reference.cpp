#include <bits/stdc++.h>
using namespace std;

vector<long long> shortest_walk(vector<long long> street, vector<vector<long long>> wanted, long long puddles) {
    unordered_map<long long, long long> missing;
    for (auto& entry : wanted) missing[entry[0]] = entry[1];
    size_t kinds_missing = missing.size();
    long long wet = 0, first = 0;
    vector<long long> best;
    for (long long last = 0; last < (long long)street.size(); last++) {
        if (street[last] == 0) {
            wet++;
        } else if (auto entry = missing.find(street[last]); entry != missing.end()) {
            if (--entry->second == 0) kinds_missing--;
        }
        if (kinds_missing > 0) continue;
        // Drop what is not needed: the shortest walk that ends here is the driest one as well.
        for (;; first++) {
            if (street[first] == 0) {
                wet--;
            } else if (auto entry = missing.find(street[first]); entry != missing.end()) {
                if (entry->second == 0) break;
                entry->second++;
            }
        }
        long long length = last - first + 1;
        if (wet <= puddles && (best.empty() || length < best[1])) best = {first, length};
    }
    return best;
}
