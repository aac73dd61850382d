#include <bits/stdc++.h>
using namespace std;

string shared_melody(string north, string south) {
    int n = north.size(), s = south.size();
    // longest[i][j]: notes in the longest melody of north from i and south from j on
    vector<vector<int>> longest(n + 1, vector<int>(s + 1));
    for (int i = n - 1; i >= 0; i--) {
        for (int j = s - 1; j >= 0; j--) {
            longest[i][j] = north[i] == south[j] ? longest[i + 1][j + 1] + 1 : max(longest[i + 1][j], longest[i][j + 1]);
        }
    }

    string melody;
    size_t i = 0, j = 0;
    for (int left = longest[0][0]; left > 0; left--) {
        // The earliest places of a note leave the most behind them.
        for (char note = 'a'; note <= 'z'; note++) {
            size_t k = north.find(note, i), m = south.find(note, j);
            if (k == string::npos || m == string::npos || longest[k][m] != left) continue;
            melody += note;
            i = k + 1;
            j = m + 1;
            break;
        }
    }
    return melody;
}
