#include <bits/stdc++.h>
using namespace std;

long long stair_mosaics(long long steps, vector<long long> colours) {
    const long long modulus = 1'000'000'007;
    vector<long long> ways(steps + 1);
    ways[0] = 1;
    for (size_t covered = 1; covered < ways.size(); covered++) {
        for (size_t height = 1; height <= min(covered, colours.size()); height++) {
            ways[covered] = (ways[covered] + colours[height - 1] % modulus * ways[covered - height]) % modulus;
        }
    }
    return ways[steps];
}
