#include <bits/stdc++.h>
using namespace std;

long long balanced_lanterns(string rope) {
    const string opening = "([{", closing = ")]}";
    vector<int> waiting;
    for (int i = 0; i < (int)rope.size(); i++) {
        if (rope[i] == '-') continue;
        auto shape = closing.find(rope[i]);
        if (shape == string::npos) {
            waiting.push_back(i);
        } else {
            if (waiting.empty() || rope[waiting.back()] != opening[shape]) return i;
            waiting.pop_back();
        }
    }
    return waiting.empty() ? -1 : waiting.front();
}
