#include <bits/stdc++.h>
using namespace std;

long long mown_squares(string program, long long rounds, vector<vector<long long>> molehills) {
    // Squares as one number: no walk gets so far that two of them are the same.
    const long long row = 1'000'000;
    unordered_set<long long> blocked;
    for (const auto &hill : molehills) blocked.insert(hill[0] + hill[1] * row);
    // The steps to the north, east, south and west.
    const long long steps[] = {row, 1, -row, -1};
    long long square = 0;
    int looks = 0;
    unordered_set<long long> mown{square};
    for (long long round = 0; round < rounds; round++) {
        for (char letter : program) {
            if (letter == 'L') {
                looks = (looks + 3) % 4;
            } else if (letter == 'R' || blocked.count(square + steps[looks])) {
                looks = (looks + 1) % 4;
            } else {
                square += steps[looks];
                mown.insert(square);
            }
        }
    }
    return mown.size();
}
