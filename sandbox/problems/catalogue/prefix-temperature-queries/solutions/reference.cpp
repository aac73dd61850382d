#include <bits/stdc++.h>
using namespace std;

int main() {
    ios::sync_with_stdio(false);
    cin.tie(nullptr);
    int days, questions;
    cin >> days >> questions;
    vector<long long> until(days + 1);
    for (int day = 1; day <= days; day++) {
        cin >> until[day];
        until[day] += until[day - 1];
    }
    while (questions--) {
        int first, last;
        cin >> first >> last;
        long long total = until[last] - until[first - 1];
        // A season that ends before it begins goes over the turn of the year.
        cout << (first <= last ? total : total + until[days]) << '\n';
    }
}
