#include <bits/stdc++.h>
using namespace std;

long long count_pairs(vector<long long> heights, long long gap) {
    unordered_map<long long, long long> seen;
    long long ways = 0;
    auto count = [&](long long height) {
        auto found = seen.find(height);
        return found == seen.end() ? 0 : found->second;
    };
    for (long long height : heights) {
        ways += count(height - gap);
        if (gap > 0) ways += count(height + gap);
        seen[height]++;
    }
    return ways;
}
