#include <bits/stdc++.h>
using namespace std;

int main() {
    ios::sync_with_stdio(false);
    cin.tie(nullptr);
    int messages;
    cin >> messages;
    unordered_map<string, int> wishes;
    // Most wishes first, then by name.
    set<pair<int, string>> board;
    while (messages--) {
        char sign;
        string word;
        cin >> sign >> word;
        if (sign == '?') {
            int wanted = stoi(word);
            bool any = false;
            for (auto at = board.begin(); at != board.end() && wanted-- > 0; at++) {
                cout << (any ? " " : "") << at->second;
                any = true;
            }
            cout << (any ? "\n" : "silence\n");
            continue;
        }
        int &count = wishes[word];
        board.erase({-count, word});
        count += sign == '+' ? 1 : -1;
        if (count) board.insert({-count, word});
    }
}
