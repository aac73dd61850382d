#include <bits/stdc++.h>
using namespace std;

int main() {
    int width, count;
    cin >> width >> count;
    vector<string> words(count);
    for (auto &word : words) cin >> word;

    // The least cost of a column that begins with a word, and where its second line begins.
    vector<long long> best(count + 1, 0);
    vector<int> until(count);
    for (int start = count - 1; start >= 0; start--) {
        best[start] = numeric_limits<long long>::max();
        long long slack = width + 1;
        for (int end = start; end < count; end++) {
            slack -= (int)words[end].size() + 1;
            if (slack < 0) break;
            long long cost = end + 1 == count ? 0 : slack * slack + best[end + 1];
            // With equal cost the longer line wins.
            if (cost <= best[start]) {
                best[start] = cost;
                until[start] = end + 1;
            }
        }
    }

    for (int start = 0; start < count; start = until[start]) {
        int gaps = until[start] - start - 1;
        int spaces = gaps;
        if (until[start] < count && gaps > 0) {
            spaces = width;
            for (int i = start; i < until[start]; i++) spaces -= (int)words[i].size();
        }
        string line = words[start];
        for (int gap = 0; gap < gaps; gap++) {
            line.append(spaces / gaps + (gap < spaces % gaps), ' ');
            line += words[start + 1 + gap];
        }
        cout << line << '\n';
    }
}
