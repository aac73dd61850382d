#include <bits/stdc++.h>
using namespace std;

int main() {
    ios::sync_with_stdio(false);
    cin.tie(nullptr);
    int count;
    long long gap;
    cin >> count >> gap;
    vector<pair<long long, long long>> shifts(count), stretches;
    for (auto &[start, end] : shifts) cin >> start >> end;
    sort(shifts.begin(), shifts.end());
    for (auto [start, end] : shifts) {
        if (stretches.empty() || start - stretches.back().second > gap) stretches.push_back({start, end});
        else stretches.back().second = max(stretches.back().second, end);
    }
    cout << stretches.size() << '\n';
    for (auto [start, end] : stretches) cout << start << ' ' << end << '\n';
}
