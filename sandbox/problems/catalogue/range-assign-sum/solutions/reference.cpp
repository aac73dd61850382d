#include <bits/stdc++.h>
using namespace std;

struct Ramp {
    long long start, level, slope;
    long long sum(long long count) const { return count * level + count * (count - 1) / 2 * slope; }
};

vector<long long> range_assign_sum(long long length, vector<vector<long long>> orders) {
    // Every ramp begins at post 1, where a grade begins, or just behind the end of one.
    vector<long long> places{1};
    for (auto &order : orders) {
        if (order.size() == 4) places.insert(places.end(), {order[0], order[1] + 1});
    }
    sort(places.begin(), places.end());
    places.erase(unique(places.begin(), places.end()), places.end());
    auto rank = [&](long long place) {
        return lower_bound(places.begin(), places.end(), place) - places.begin() + 1;
    };
    // A Fenwick tree over the places: the sum of the ramp that begins there.
    vector<long long> tree(places.size() + 1);
    auto add = [&](long long place, long long amount) {
        for (size_t node = rank(place); node < tree.size(); node += node & -node) tree[node] += amount;
    };
    map<long long, Ramp> ramps{{1, {1, 0, 0}}, {length + 1, {length + 1, 0, 0}}};
    auto sum_up_to = [&](long long post) {
        auto &ramp = prev(ramps.upper_bound(post))->second;
        long long total = ramp.sum(post - ramp.start + 1);
        for (size_t node = rank(ramp.start) - 1; node > 0; node &= node - 1) total += tree[node];
        return total;
    };
    auto cut = [&](long long post) {
        auto next = ramps.lower_bound(post);
        if (next->first == post) return next;
        auto &ramp = prev(next)->second;
        Ramp beyond{post, ramp.level + (post - ramp.start) * ramp.slope, ramp.slope};
        long long moved = beyond.sum(next->first - post);
        add(ramp.start, -moved);
        add(post, moved);
        return ramps.emplace_hint(next, post, beyond);
    };
    vector<long long> answers;
    for (auto &order : orders) {
        long long left = order[0], right = order[1];
        if (order.size() == 2) {
            answers.push_back(sum_up_to(right) - (left > 1 ? sum_up_to(left - 1) : 0));
            continue;
        }
        auto first = cut(left), last = cut(right + 1);
        for (auto at = first; at != last; at++) {
            add(at->first, -at->second.sum(next(at)->first - at->first));
        }
        Ramp graded{left, order[2], order[3]};
        add(left, graded.sum(right + 1 - left));
        ramps.erase(first, last);
        ramps[left] = graded;
    }
    return answers;
}
