#include <bits/stdc++.h>
using namespace std;

vector<long long> longest_stretch(vector<long long> songs, long long limit) {
    unordered_map<long long, int> plays;
    long long start = 0, best_start = 0, best_length = 0;
    for (long long end = 0; end < (long long)songs.size(); end++) {
        int& heard = plays[songs[end]];
        heard++;
        while (heard > limit) plays[songs[start++]]--;
        if (end - start + 1 > best_length) {
            best_start = start;
            best_length = end - start + 1;
        }
    }
    return {best_start, best_length};
}
