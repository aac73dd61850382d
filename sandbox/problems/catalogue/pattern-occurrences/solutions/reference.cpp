#include <bits/stdc++.h>
using namespace std;

vector<long long> pattern_occurrences(vector<long long> melody, vector<long long> motif) {
    // In steps between neighbours, a tune is the same in every key.
    vector<long long> text;
    for (size_t i = 1; i < motif.size(); i++) text.push_back(motif[i] - motif[i - 1]);
    size_t size = text.size();
    text.push_back(1000);
    for (size_t i = 1; i < melody.size(); i++) text.push_back(melody[i] - melody[i - 1]);
    text.push_back(2000);
    // Z-function: how far the text agrees with its own beginning from each place on.
    vector<size_t> reach(text.size());
    vector<long long> starting(size + 1);
    size_t left = 0, right = 0;
    for (size_t i = 1; i < text.size(); i++) {
        size_t length = i < right ? min(reach[i - left], right - i) : 0;
        while (i + length < text.size() && text[length] == text[i + length]) length++;
        if (i + length > right) left = i, right = i + length;
        reach[i] = length;
        if (i > size) starting[length]++;
    }
    // Whoever agrees for longer agrees for less as well.
    for (size_t length = size; length > 0; length--) starting[length - 1] += starting[length];
    return starting;
}
