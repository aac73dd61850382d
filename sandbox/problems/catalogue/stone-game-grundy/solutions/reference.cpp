#include <bits/stdc++.h>
using namespace std;

long long stone_game_grundy(vector<long long> piles, vector<long long> moves) {
    long long reach = *max_element(moves.begin(), moves.end());
    long long largest = *max_element(piles.begin(), piles.end());
    // The value of a pile depends on the values of as many piles before it as a move takes: once such a
    // row of values returns, everything after it returns too.
    vector<int> values;
    map<vector<int>, long long> seen;
    long long start = 0, period = 0;
    while ((long long)values.size() <= largest) {
        long long size = values.size();
        set<int> taken;
        for (long long move : moves) {
            if (move <= size) taken.insert(values[size - move]);
        }
        int value = 0;
        while (taken.count(value)) value++;
        values.push_back(value);
        if (size < reach) continue;
        auto [row, is_new] = seen.emplace(vector<int>(values.end() - reach, values.end()), size);
        if (!is_new) {
            start = row->second;
            period = size - start;
            break;
        }
    }
    auto value_of = [&](long long pile) {
        if (pile < (long long)values.size()) return values[pile];
        return values[start + (pile - start) % period];
    };
    int total = 0;
    for (long long pile : piles) total ^= value_of(pile);
    if (total == 0) return 0;
    // Equal places in the period have equal answers once all their moves stay clear of the run-in.
    long long winning = 0, clear = start + period + reach;
    unordered_map<long long, long long> known;
    for (long long pile : piles) {
        if (period && pile >= clear) pile = clear + (pile - clear) % period;
        auto [answer, is_new] = known.emplace(pile, 0);
        if (is_new) {
            int wanted = total ^ value_of(pile);
            for (long long move : moves) answer->second += move <= pile && value_of(pile - move) == wanted;
        }
        winning += answer->second;
    }
    return winning;
}
