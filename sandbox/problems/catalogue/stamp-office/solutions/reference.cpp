#include <bits/stdc++.h>
using namespace std;

int main() {
    ios::sync_with_stdio(false);
    cin.tie(nullptr);
    int visitors;
    long long turn, need, minute = 0;
    cin >> visitors >> turn;
    deque<pair<int, long long>> queue;
    for (int visitor = 1; cin >> need; visitor++) queue.emplace_back(visitor, need);
    while (!queue.empty()) {
        auto [visitor, left] = queue.front();
        queue.pop_front();
        minute += min(left, turn);
        if (left > turn) queue.emplace_back(visitor, left - turn);
        else cout << visitor << ' ' << minute << '\n';
    }
}
