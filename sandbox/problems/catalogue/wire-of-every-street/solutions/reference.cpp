#include <bits/stdc++.h>
using namespace std;

struct Street { int a, b; long long cost; };

int main() {
    ios::sync_with_stdio(false);
    cin.tie(nullptr);
    int n, m;
    cin >> n >> m;
    vector<Street> streets(m);
    for (auto& [a, b, cost] : streets) cin >> a >> b >> cost;

    // Groups are joined by size and never flattened: each tree stays about log n deep, and the costs on the
    // way from a square upwards only grow. So the dearest wire between two squares is found by climbing.
    vector<int> above(n + 1), size(n + 1, 1);
    vector<long long> joined_at(n + 1, LLONG_MAX);
    auto top = [&](int v) {
        while (above[v]) v = above[v];
        return v;
    };
    auto sorted = streets;
    sort(sorted.begin(), sorted.end(), [](auto& one, auto& other) { return one.cost < other.cost; });
    long long total = 0;
    for (auto& street : sorted) {
        int small = top(street.a), large = top(street.b);
        if (small == large) continue;
        if (size[small] > size[large]) swap(small, large);
        above[small] = large;
        joined_at[small] = street.cost;
        size[large] += size[small];
        total += street.cost;
    }

    for (auto [a, b, cost] : streets) {
        long long dearest = 0;
        while (a != b) {
            if (joined_at[a] > joined_at[b]) swap(a, b);
            dearest = joined_at[a];
            a = above[a];
        }
        cout << total - dearest + cost << '\n';
    }
}
