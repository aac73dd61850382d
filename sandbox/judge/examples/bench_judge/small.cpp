#include <bits/stdc++.h>
using namespace std;

int main() {
    long long n, sum = SALT;
    cin >> n;
    for (long long i = 1; i <= n; i++) sum += i;
    cout << sum - SALT << "\n";
}
