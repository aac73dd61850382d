#include <stdlib.h>
#include <string.h>

// A state of a suffix automaton stands for the pieces that end at the same places: those of one length each
// between the length of its link, exclusive, and its own.
typedef struct {
    int length, link;
    int onwards[26];  // 0 where it does not go on
} State;

long long distinct_slogans(char *tape, long long shortest, long long longest) {
    State *states = calloc(2 * strlen(tape) + 1, sizeof *states);
    states[0].link = -1;
    int count = 1, last = 0;
    for (char *at = tape; *at; at++) {
        int letter = *at - 'a', added = count++, state = last;
        states[added].length = states[last].length + 1;
        for (; state >= 0 && !states[state].onwards[letter]; state = states[state].link) states[state].onwards[letter] = added;
        if (state >= 0) {
            int following = states[state].onwards[letter];
            if (states[following].length == states[state].length + 1) {
                states[added].link = following;
            } else {
                int copy = count++;
                states[copy] = states[following];
                states[copy].length = states[state].length + 1;
                states[following].link = states[added].link = copy;
                for (; state >= 0 && states[state].onwards[letter] == following; state = states[state].link) {
                    states[state].onwards[letter] = copy;
                }
            }
        }
        last = added;
    }

    long long slogans = 0;
    for (int state = 1; state < count; state++) {
        long long most = states[state].length, fewest = states[states[state].link].length;
        if (most > longest) most = longest;
        if (fewest < shortest - 1) fewest = shortest - 1;
        if (most > fewest) slogans += most - fewest;
    }
    free(states);
    return slogans;
}
