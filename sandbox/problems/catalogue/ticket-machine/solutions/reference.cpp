#include <bits/stdc++.h>
using namespace std;

const int kinds[] = {200, 100, 50, 20, 10, 5};

int main() {
    int n;
    cin >> n;
    map<int, int> till;
    vector<int> thrown;
    int credit = 0;
    for (int i = 0; i < n; i++) {
        string word;
        cin >> word;
        if (word == "coin") {
            int coin;
            cin >> coin;
            till[coin]++;
            credit += coin;
            thrown.push_back(coin);
            continue;
        }
        if (word == "cancel") {
            cout << "back";
            for (int coin : thrown) {
                till[coin]--;
                cout << ' ' << coin;
            }
            cout << '\n';
        } else {
            int price;
            cin >> price;
            int owed = credit - price;
            if (owed < 0) {
                cout << "missing " << -owed << '\n';
                continue;
            }
            vector<pair<int, int>> change;  // a kind and how many of it
            for (int kind : kinds) {
                int many = min(owed / kind, till[kind]);
                change.push_back({kind, many});
                owed -= kind * many;
            }
            if (owed > 0) {
                cout << "no change\n";
                continue;
            }
            cout << "ticket";
            for (auto [kind, many] : change) {
                till[kind] -= many;
                while (many-- > 0) cout << ' ' << kind;
            }
            cout << '\n';
        }
        credit = 0;
        thrown.clear();
    }
}
