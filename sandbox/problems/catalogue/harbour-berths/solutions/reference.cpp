#include <bits/stdc++.h>
using namespace std;

template <class T>
using Least = priority_queue<T, vector<T>, greater<T>>;

vector<long long> harbour_dues(vector<long long> prices, vector<vector<long long>> boats) {
    // Berths of the same price are as good as each other, so prices stand for them.
    Least<long long> free(greater<long long>(), prices);
    // Departures and prices.
    Least<pair<long long, long long>> lying;
    long long paid = 0, away = 0;
    for (const auto &boat : boats) {
        long long arrival = boat[0], departure = boat[1];
        while (!lying.empty() && lying.top().first <= arrival) {
            free.push(lying.top().second);
            lying.pop();
        }
        if (free.empty()) {
            away++;
            continue;
        }
        long long price = free.top();
        free.pop();
        paid += price * (departure - arrival);
        lying.emplace(departure, price);
    }
    return {paid, away};
}
