#include <bits/stdc++.h>
using namespace std;

long long driest_stretch(vector<long long> depths) {
    // The stretches that end here, by their driest well: wells of growing depth, each with the number of its stretches.
    vector<pair<long long, long long>> driest;
    long long ending_here = 0, total = 0;
    for (long long depth : depths) {
        long long stretches = 1;
        while (!driest.empty() && driest.back().first >= depth) {
            auto [deeper, taken_over] = driest.back();
            driest.pop_back();
            ending_here -= deeper * taken_over;
            stretches += taken_over;
        }
        driest.push_back({depth, stretches});
        ending_here += depth * stretches;
        total = (total + ending_here) % 1'000'000'007;
    }
    return total;
}
