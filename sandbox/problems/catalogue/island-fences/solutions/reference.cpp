#include <bits/stdc++.h>
using namespace std;

long long island_fences(vector<string> chart) {
    // One line of fields with a rim of sea all around.
    int width = chart[0].size() + 2;
    string fields(width, '.');
    for (auto& line : chart) fields += "." + line + ".";
    fields.append(width, '.');

    vector<bool> seen(fields.size());
    pair<int, int> best = {0, 0};  // the size and the panels
    for (int start = 0; start < (int)fields.size(); start++) {
        if (fields[start] != '#' || seen[start]) continue;
        seen[start] = true;
        vector<int> island = {start};
        int panels = 0;
        for (size_t next = 0; next < island.size(); next++) {
            for (int step : {-width, -1, 1, width}) {
                int side = island[next] + step;
                if (fields[side] != '#') {
                    panels++;
                } else if (!seen[side]) {
                    seen[side] = true;
                    island.push_back(side);
                }
            }
        }
        best = max(best, {(int)island.size(), panels});
    }
    return best.second;
}
