#include <bits/stdc++.h>
using namespace std;

int main() {
    int n, k;
    string line;
    cin >> n >> k;
    getline(cin, line);
    map<string, int> counts;
    int total = 0;
    while (getline(cin, line)) {
        // A space at the end closes the last word.
        line += ' ';
        string word;
        for (size_t i = 0; i < line.size(); i++) {
            unsigned char sign = line[i];
            // A word has begun, so a letter stands to the left of an apostrophe, unless that is one, too.
            bool inside = sign == '\'' && !word.empty() && word.back() != '\'' && isalpha((unsigned char)line[i + 1]);
            if (isalpha(sign) || inside) {
                word += tolower(sign);
            } else if (!word.empty()) {
                counts[word]++;
                total++;
                word.clear();
            }
        }
    }
    vector<pair<int, string>> common;
    for (const auto &[word, count] : counts) {
        if (count >= k) common.emplace_back(-count, word);
    }
    sort(common.begin(), common.end());
    for (const auto &[count, word] : common) cout << word << ' ' << -count << '\n';
    cout << "total " << counts.size() << ' ' << total << '\n';
}
