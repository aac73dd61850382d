#include <bits/stdc++.h>
using namespace std;

vector<long long> falling_bridges(long long islands, vector<vector<long long>> bridges, vector<vector<long long>> events) {
    vector<int> parent(islands), size(islands, 1);
    iota(parent.begin(), parent.end(), 0);
    auto find = [&](int i) {
        while (parent[i] != i) i = parent[i] = parent[parent[i]];
        return i;
    };
    auto build = [&](const vector<long long>& bridge) {
        int a = find(bridge[0]), b = find(bridge[1]);
        if (a == b) return;
        if (size[a] < size[b]) swap(a, b);
        parent[b] = a;
        size[a] += size[b];
    };

    const int never = -1;
    vector<int> first_fall(bridges.size(), never);
    for (int time = events.size() - 1; time >= 0; time--) {
        if (events[time][0] == 0) first_fall[events[time][1]] = time;
    }
    for (size_t b = 0; b < bridges.size(); b++) {
        if (first_fall[b] == never) build(bridges[b]);
    }
    // Backwards, bridges are only ever built.
    vector<long long> copies;
    for (int time = events.size() - 1; time >= 0; time--) {
        long long kind = events[time][0], which = events[time][1];
        if (kind == 1) copies.push_back(size[find(which)]);
        else if (first_fall[which] == time) build(bridges[which]);
    }
    reverse(copies.begin(), copies.end());
    return copies;
}
