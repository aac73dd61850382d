#include <bits/stdc++.h>
using namespace std;

vector<long long> hall_for_hire(vector<vector<long long>> requests, long long cleaning, long long most) {
    sort(requests.begin(), requests.end(), [](auto& one, auto& other) { return one[1] < other[1]; });
    vector<long long> free_again;
    for (auto& request : requests) free_again.push_back(request[1] + cleaning);
    // before[i]: how many of the first requests are over and cleaned up when request i starts
    vector<int> before;
    for (auto& request : requests) {
        before.push_back(upper_bound(free_again.begin(), free_again.end(), request[0]) - free_again.begin());
    }

    // best[i]: the largest sum of the first i requests, with as many parties as there have been rounds
    vector<long long> best(requests.size() + 1);
    long long fewest = 0;
    for (int parties = 1; parties <= most; parties++) {
        vector<long long> following{0};
        for (size_t i = 0; i < requests.size(); i++) {
            following.push_back(max(following[i], best[before[i]] + requests[i][2]));
        }
        if (following.back() > best.back()) fewest = parties;
        best = following;
    }
    return {best.back(), fewest};
}
