#include <bits/stdc++.h>
using namespace std;

struct Canal { int air, a, b; };
struct Call { int height, harbour, number; };

int main() {
    ios::sync_with_stdio(false);
    cin.tie(nullptr);
    int n, m, q;
    cin >> n >> m >> q;
    vector<int> best(n + 1), leader(n + 1);  // the best price of the group that a harbour stands for
    for (int v = 1; v <= n; v++) cin >> best[v];
    iota(leader.begin(), leader.end(), 0);
    auto find = [&](int v) {
        while (leader[v] != v) v = leader[v] = leader[leader[v]];
        return v;
    };

    vector<Canal> canals(m);
    for (auto& [air, a, b] : canals) cin >> a >> b >> air;
    vector<Call> calls(q);
    for (int i = 0; i < q; i++) {
        cin >> calls[i].harbour >> calls[i].height;
        calls[i].number = i;
    }
    // The highest barges first: then canals are only ever added.
    sort(canals.begin(), canals.end(), [](auto& one, auto& other) { return one.air > other.air; });
    sort(calls.begin(), calls.end(), [](auto& one, auto& other) { return one.height > other.height; });

    vector<int> answers(q);
    int opened = 0;
    for (auto& call : calls) {
        for (; opened < m && canals[opened].air >= call.height; opened++) {
            int a = find(canals[opened].a), b = find(canals[opened].b);
            leader[a] = b;
            best[b] = max(best[a], best[b]);
        }
        answers[call.number] = best[find(call.harbour)];
    }
    for (int answer : answers) cout << answer << '\n';
}
