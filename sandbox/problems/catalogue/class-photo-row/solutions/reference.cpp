#include <bits/stdc++.h>
using namespace std;

int main() {
    const int MOST = 12000;
    // The neighbours of every child; 0 closes the row to a ring.
    vector<int> left(MOST + 1, 0), right(MOST + 1, 0);
    left[0] = right[0] = 1;
    int n;
    cin >> n;
    while (n-- > 0) {
        string what;
        int child = 0;
        cin >> what;
        if (what == "turn") {
            swap(left, right);
            continue;
        }
        cin >> child;
        if (what == "who") {
            cout << left[child] << ' ' << right[child] << '\n';
        } else if (what == "out") {
            right[left[child]] = right[child];
            left[right[child]] = left[child];
        } else {
            int beside;
            cin >> beside;
            int before = what == "left" ? left[beside] : beside;
            int after = right[before];
            left[child] = before;
            right[child] = after;
            right[before] = left[after] = child;
        }
    }
    for (int child = right[0]; child != 0; child = right[child]) {
        cout << child << (right[child] == 0 ? '\n' : ' ');
    }
}
