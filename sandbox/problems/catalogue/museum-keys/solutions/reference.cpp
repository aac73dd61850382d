#include <bits/stdc++.h>
using namespace std;

int main() {
    int r, c;
    cin >> r >> c;
    // A wall around the plan; places are numbered row by row.
    int width = c + 2;
    string plan(width, '#');
    for (int i = 0; i < r; i++) {
        string row;
        cin >> row;
        plan += '#' + row + '#';
    }
    plan += string(width, '#');
    int end = plan.find('X');

    vector<array<int, 64>> steps(plan.size());
    for (auto& row : steps) row.fill(-1);
    queue<pair<int, int>> states;  // a place and the set of keys
    states.push({plan.find('W'), 0});
    steps[plan.find('W')][0] = 0;
    while (!states.empty()) {
        auto [place, keys] = states.front();
        states.pop();
        if (place == end) {
            cout << steps[place][keys] << '\n';
            return 0;
        }
        for (int near : {place - width, place - 1, place + 1, place + width}) {
            char what = plan[near];
            if (what == '#') continue;
            if (what >= 'A' && what <= 'F' && !(keys >> (what - 'A') & 1)) continue;
            int held = what >= 'a' && what <= 'f' ? keys | 1 << (what - 'a') : keys;
            if (steps[near][held] >= 0) continue;
            steps[near][held] = steps[place][keys] + 1;
            states.push({near, held});
        }
    }
    cout << -1 << '\n';
}
