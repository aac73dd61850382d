#include <bits/stdc++.h>
using namespace std;

vector<vector<long long>> luck_and_trouble(vector<long long> weights, long long base) {
    vector<vector<long long>> answers;
    for (long long weight : weights) {
        long long trouble = 0;
        while (weight >= base) {
            long long total = 0;
            for (; weight > 0; weight /= base) total += weight % base;
            weight = total;
            trouble++;
        }
        answers.push_back({weight, trouble});
    }
    return answers;
}
