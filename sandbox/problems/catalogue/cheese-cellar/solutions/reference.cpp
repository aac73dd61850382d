#include <bits/stdc++.h>
using namespace std;

int main() {
    ios::sync_with_stdio(false);
    int n;
    cin >> n;
    vector<pair<string, long long>> messages(n);
    vector<long long> weights;
    for (auto &[kind, number] : messages) {
        cin >> kind >> number;
        if (kind == "in") weights.push_back(number);
    }
    sort(weights.begin(), weights.end());
    weights.erase(unique(weights.begin(), weights.end()), weights.end());
    int size = weights.size();
    int top = 1;
    while (2 * top <= size) top *= 2;
    // Fenwick trees over the weights that ever come in: the wheels there are, and what they weigh.
    vector<int> wheels(size + 1);
    vector<long long> heft(size + 1);
    int present = 0;
    auto lighter = [&](long long weight) {
        return int(lower_bound(weights.begin(), weights.end(), weight) - weights.begin());
    };
    for (const auto &[kind, number] : messages) {
        if (kind == "in" || kind == "out") {
            int count = kind == "in" ? 1 : -1;
            present += count;
            for (int place = lighter(number) + 1; place <= size; place += place & -place) {
                wheels[place] += count;
                heft[place] += count * number;
            }
        } else if (kind == "below") {
            int count = 0;
            for (int place = lighter(number); place > 0; place &= place - 1) count += wheels[place];
            cout << count << '\n';
        } else if (number > present) {
            cout << "-1\n";
        } else {
            // Walks down to the longest prefix with fewer than k wheels; the k-th has the weight after it.
            int place = 0;
            long long left = number, load = 0;
            for (int step = top; step > 0; step /= 2) {
                int further = place + step;
                if (further <= size && wheels[further] < left) {
                    place = further;
                    left -= wheels[further];
                    load += heft[further];
                }
            }
            cout << (kind == "nth" ? weights[place] : load + left * weights[place]) << '\n';
        }
    }
}
