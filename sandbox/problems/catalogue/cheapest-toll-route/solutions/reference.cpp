#include <bits/stdc++.h>
using namespace std;

long long cheapest_route(long long towns, vector<vector<long long>> roads, long long vouchers) {
    vector<vector<pair<int, long long>>> leaving(towns);
    for (auto& road : roads) leaving[road[0]].push_back({(int)road[1], road[2]});

    // A state is town * layers + vouchers used.
    int layers = vouchers + 1;
    vector<long long> cost(towns * layers, LLONG_MAX);
    priority_queue<pair<long long, int>, vector<pair<long long, int>>, greater<>> heap;
    auto reach = [&](int state, long long paid) {
        if (paid < cost[state]) {
            cost[state] = paid;
            heap.push({paid, state});
        }
    };
    reach(0, 0);
    while (!heap.empty()) {
        auto [paid, state] = heap.top();
        heap.pop();
        if (paid > cost[state]) continue;
        int town = state / layers, used = state % layers;
        if (town == towns - 1) return paid;
        for (auto [end, toll] : leaving[town]) {
            int to = end * layers + used;
            reach(to, paid + toll);
            if (used < vouchers) reach(to + 1, paid + toll / 2);
        }
    }
    return -1;
}
