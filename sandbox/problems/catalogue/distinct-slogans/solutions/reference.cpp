#include <bits/stdc++.h>
using namespace std;

// A state of a suffix automaton stands for the pieces that end at the same places: those of one length each
// between the length of its link, exclusive, and its own.
struct State {
    int length = 0, link = -1;
    array<int, 26> onwards{};  // 0 where it does not go on
};

long long distinct_slogans(string tape, long long shortest, long long longest) {
    vector<State> states(1);
    states.reserve(2 * tape.size() + 1);
    int last = 0;
    for (char c : tape) {
        int letter = c - 'a';
        int added = states.size();
        states.push_back({states[last].length + 1, 0, {}});
        int state = last;
        for (; state >= 0 && !states[state].onwards[letter]; state = states[state].link) states[state].onwards[letter] = added;
        if (state >= 0) {
            int following = states[state].onwards[letter];
            if (states[following].length == states[state].length + 1) {
                states[added].link = following;
            } else {
                int copy = states.size();
                states.push_back(states[following]);
                states[copy].length = states[state].length + 1;
                states[following].link = states[added].link = copy;
                for (; state >= 0 && states[state].onwards[letter] == following; state = states[state].link) {
                    states[state].onwards[letter] = copy;
                }
            }
        }
        last = added;
    }

    long long count = 0;
    for (size_t state = 1; state < states.size(); state++) {
        long long below = states[states[state].link].length;
        count += max(0LL, min<long long>(states[state].length, longest) - max(below, shortest - 1));
    }
    return count;
}
