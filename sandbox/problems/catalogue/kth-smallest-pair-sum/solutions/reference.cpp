#include <bits/stdc++.h>
using namespace std;

// Ordered pairs, a singer with himself too, that cost at most this price.
long long pairs(const vector<long long>& singers, long long price) {
    size_t partners = singers.size();
    long long total = 0;
    for (long long fee : singers) {
        while (partners > 0 && singers[partners - 1] > price - fee) partners--;
        if (partners == 0) break;
        total += partners;
    }
    return total;
}

vector<long long> kth_duet(vector<long long> fees, vector<long long> schools, long long rank) {
    unordered_map<long long, vector<long long>> members;
    for (size_t i = 0; i < fees.size(); i++) members[schools[i]].push_back(fees[i]);
    for (auto& [school, group] : members) sort(group.begin(), group.end());
    sort(fees.begin(), fees.end());

    // All ordered pairs of everyone, less those within a school.
    auto duets = [&](long long price) {
        long long total = pairs(fees, price);
        for (auto& [school, group] : members) total -= pairs(group, price);
        return total / 2;
    };

    long long low = 2 * fees.front(), high = 2 * fees.back();
    if (duets(high) < rank) return {};
    while (low < high) {
        long long middle = midpoint(low, high);
        if (duets(middle) >= rank) high = middle;
        else low = middle + 1;
    }
    return {low, duets(low - 1)};
}
