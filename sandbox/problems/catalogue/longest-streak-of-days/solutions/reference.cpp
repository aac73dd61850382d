#include <bits/stdc++.h>
using namespace std;

vector<long long> longest_streak(vector<long long> days) {
    sort(days.begin(), days.end());
    days.erase(unique(days.begin(), days.end()), days.end());
    long long first = 0, best_first = 0, best_length = 0;
    for (size_t i = 0; i < days.size(); i++) {
        if (i == 0 || days[i] != days[i - 1] + 1) first = days[i];
        if (days[i] - first + 1 > best_length) {
            best_first = first;
            best_length = days[i] - first + 1;
        }
    }
    return {best_first, best_length};
}
