#include <bits/stdc++.h>
using namespace std;

vector<long long> odd_one_out(vector<long long> sent, vector<long long> received) {
    long long flipped = 0;
    for (long long value : sent) flipped ^= value;
    for (long long value : received) flipped ^= value;

    // Among the readings that have the flipped bit, all but one of the two values cancel out.
    long long found = 0;
    int surplus = 0;
    for (long long value : sent) {
        if (value & flipped) {
            found ^= value;
            surplus++;
        }
    }
    for (long long value : received) {
        if (value & flipped) {
            found ^= value;
            surplus--;
        }
    }
    long long other = found ^ flipped;
    return surplus > 0 ? vector{found, other} : vector{other, found};
}
