#include <bits/stdc++.h>
using namespace std;

vector<long long> island_counts(long long rows, long long columns, vector<vector<long long>> emerged) {
    int size = rows * columns;
    vector<int> above(size, -1);
    auto root = [&](int square) {
        while (above[square] != square) square = above[square] = above[above[square]];
        return square;
    };
    long long islands = 0;
    vector<long long> answers;
    for (const auto &place : emerged) {
        int column = place[1];
        int first = place[0] * columns;
        int square = first + column;
        if (above[square] < 0) {
            above[square] = square;
            islands++;
            const int neighbours[] = {
                square - int(columns),
                square + int(columns),
                first + int((column + 1) % columns),
                first + int((column + columns - 1) % columns),
            };
            for (int beside : neighbours) {
                if (beside < 0 || beside >= size || above[beside] < 0) continue;
                int other = root(beside);
                if (other != square) {
                    // The new square becomes the root of everything that it joins.
                    above[other] = square;
                    islands--;
                }
            }
        }
        answers.push_back(islands);
    }
    return answers;
}
