#include <bits/stdc++.h>
using namespace std;

vector<long long> count_candles(vector<long long> found_from, vector<vector<long long>> orders) {
    int size = found_from.size();
    vector<int> depth(size), deeper(size, 1), first(size), taken(size, 1);
    for (int c = 1; c < size; c++) depth[c] = depth[found_from[c]] + 1;
    for (int c = size - 1; c > 0; c--) deeper[found_from[c]] += deeper[c];
    // A chamber and all that is deeper stand side by side in the tour: first[c] to first[c] + deeper[c] - 1.
    for (int c = 1; c < size; c++) {
        int before = found_from[c];
        first[c] = first[before] + taken[before];
        taken[before] += deeper[c];
    }

    // jumps[k][c]: the chamber 2^k steps nearer to the entrance.
    vector<vector<int>> jumps{vector<int>(size)};
    for (int c = 1; c < size; c++) jumps[0][c] = found_from[c];
    for (int k = 1; 1 << k < size; k++) {
        vector<int> twice(size);
        for (int c = 0; c < size; c++) twice[c] = jumps[k - 1][jumps[k - 1][c]];
        jumps.push_back(twice);
    }
    auto meeting = [&](int a, int b) {
        if (depth[a] < depth[b]) swap(a, b);
        for (int k = 0, steps = depth[a] - depth[b]; steps > 0; k++, steps /= 2) {
            if (steps % 2 == 1) a = jumps[k][a];
        }
        if (a == b) return a;
        for (int k = (int)jumps.size() - 1; k >= 0; k--) {
            if (jumps[k][a] != jumps[k][b]) {
                a = jumps[k][a];
                b = jumps[k][b];
            }
        }
        return jumps[0][a];
    };

    // On the way from the entrance to a chamber below c, an order for c with x candles leaves x in each chamber from c on:
    // x times the depth, less x times the depth above c. Both factors are kept in Fenwick trees over the tour.
    vector<long long> rates(size + 1), bases(size + 1);
    auto put = [&](int tour, long long rate, long long base) {
        for (int place = tour + 1; place <= size; place += place & -place) {
            rates[place] += rate;
            bases[place] += base;
        }
    };
    // The candles on the way from the entrance, and those in the chamber itself.
    auto until = [&](int chamber) {
        long long rate = 0, base = 0;
        for (int place = first[chamber] + 1; place > 0; place &= place - 1) {
            rate += rates[place];
            base += bases[place];
        }
        return pair(rate * depth[chamber] + base, rate);
    };

    vector<long long> answers;
    for (const auto &order : orders) {
        long long a = order[1], b = order[2];
        if (order[0] == 0) {
            long long base = b * (1 - depth[a]);
            put(first[a], b, base);
            put(first[a] + deeper[a], -b, -base);
        } else {
            auto [common, there] = until(meeting(a, b));
            answers.push_back(until(a).first + until(b).first - 2 * common + there);
        }
    }
    return answers;
}
