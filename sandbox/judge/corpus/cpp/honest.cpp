#include <bits/stdc++.h>
using namespace std;
int main() {
    long long n;
    cin >> n;
    map<long long, long long> twice{{n, n * 2}};
    cout << twice.at(n) << endl;
}
