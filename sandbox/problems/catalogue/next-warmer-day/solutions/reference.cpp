#include <bits/stdc++.h>
using namespace std;

vector<long long> next_warmer_day(vector<long long> warmth) {
    int n = warmth.size();
    vector<long long> waits(n);
    vector<int> waiting;  // days that are never warmer than the one before them
    for (int day = 0; day < 2 * n; day++) {
        while (!waiting.empty() && warmth[waiting.back()] < warmth[day % n]) {
            waits[waiting.back()] = day - waiting.back();
            waiting.pop_back();
        }
        if (day < n) waiting.push_back(day);
    }
    return waits;
}
