#include <bits/stdc++.h>
using namespace std;

const long long prime = 1'000'000'007;

// The most climbers of a rope, and the number of such ropes.
struct Ropes {
    long long longest = 0, number = 0;

    void add(const Ropes& other) {
        if (longest < other.longest) *this = other;
        else if (longest == other.longest) number = (number + other.number) % prime;
    }
};

vector<long long> longest_increasing_teams(vector<long long> heights, vector<long long> loads) {
    vector<long long> ordered = loads;
    sort(ordered.begin(), ordered.end());
    ordered.erase(unique(ordered.begin(), ordered.end()), ordered.end());
    vector<pair<long long, int>> climbers;  // the height and the rank of the pack, from 1
    for (size_t i = 0; i < loads.size(); i++) {
        int rank = lower_bound(ordered.begin(), ordered.end(), loads[i]) - ordered.begin() + 1;
        climbers.push_back({heights[i], rank});
    }
    sort(climbers.begin(), climbers.end());

    // A Fenwick tree over the packs.
    int top = ordered.size();
    vector<Ropes> tree(top + 1);
    auto up_to = [&](int rank) {
        Ropes best;
        for (; rank > 0; rank &= rank - 1) best.add(tree[rank]);
        return best;
    };
    vector<Ropes> ending(climbers.size());
    for (size_t from = 0, to = 0; from < climbers.size(); from = to) {
        // Climbers of one height all look before any of them is entered.
        for (; to < climbers.size() && climbers[to].first == climbers[from].first; to++) {
            Ropes before = up_to(climbers[to].second - 1);
            ending[to] = {before.longest + 1, before.longest == 0 ? 1 : before.number};
        }
        for (size_t i = from; i < to; i++) {
            for (int node = climbers[i].second; node <= top; node += node & -node) tree[node].add(ending[i]);
        }
    }
    Ropes best = up_to(top);
    return {best.longest, best.number};
}
