#include <bits/stdc++.h>
using namespace std;

struct Bed {
    vector<vector<long long>> table;  // table[r][c]: all leaves in the first r rows and c columns

    explicit Bed(const vector<vector<long long>>& bed)
        : table(bed.size() + 1, vector<long long>(bed[0].size() + 1)) {
        for (size_t r = 0; r < bed.size(); r++) {
            for (size_t c = 0; c < bed[r].size(); c++) {
                table[r + 1][c + 1] = bed[r][c] + table[r][c + 1] + table[r + 1][c] - table[r][c];
            }
        }
    }

    long long part(int top, int left, int bottom, int right) const {
        return table[bottom + 1][right + 1] - table[top][right + 1] - table[bottom + 1][left] + table[top][left];
    }

    long long meal(int top, int left, int bottom, int right, int plants) const {
        int height = bottom - top + 1, width = right - left + 1;
        auto within = [&](int rings) {
            return height * width - max(height - 2 * rings, 0) * max(width - 2 * rings, 0);
        };
        // The rings that are eaten whole: the most of which all plants are eaten.
        int low = 0, high = (min(height, width) + 1) / 2;
        while (low < high) {
            int rings = (low + high + 1) / 2;
            if (within(rings) <= plants) low = rings;
            else high = rings - 1;
        }
        long long leaves = part(top, left, bottom, right);
        int rest = plants - within(low);
        top += low, left += low, bottom -= low, right -= low;
        height -= 2 * low, width -= 2 * low;
        if (height <= 0 || width <= 0) return leaves;

        leaves -= part(top, left, bottom, right);
        if (rest == 0) return leaves;
        if (rest <= width) return leaves + part(top, left, top, left + rest - 1);
        leaves += part(top, left, top, right);
        rest -= width;
        if (rest < height) return leaves + part(top + 1, right, top + rest, right);
        leaves += part(top + 1, right, bottom, right);
        rest -= height - 1;
        if (rest < width) return leaves + part(bottom, right - rest, bottom, right - 1);
        leaves += part(bottom, left, bottom, right - 1);
        rest -= width - 1;
        return leaves + part(bottom - rest, left, bottom - 1, left);
    }
};

vector<long long> snail_meals(vector<vector<long long>> bed, vector<vector<long long>> walks) {
    Bed leaves(bed);
    vector<long long> meals;
    for (auto& walk : walks) meals.push_back(leaves.meal(walk[0], walk[1], walk[2], walk[3], walk[4]));
    return meals;
}
