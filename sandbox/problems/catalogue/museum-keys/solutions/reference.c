#include <stdio.h>
#include <string.h>

enum { MAX_PLACES = 26 * 26, KEY_SETS = 64 };

static char plan[MAX_PLACES + 1];
static int steps[MAX_PLACES * KEY_SETS];  // of a state: a place and the set of keys, as place * 64 + keys
static int queue[MAX_PLACES * KEY_SETS];

int main(void) {
    int r, c;
    scanf("%d %d", &r, &c);
    // A wall around the plan; places are numbered row by row.
    int width = c + 2;
    memset(plan, '#', (r + 2) * width);
    for (int i = 1; i <= r; i++) {
        scanf("%s", plan + i * width + 1);
        plan[i * width + 1 + c] = '#';
    }
    int end = strchr(plan, 'X') - plan;

    memset(steps, -1, sizeof steps);
    int first = 0, last = 0;
    queue[last++] = (strchr(plan, 'W') - plan) * KEY_SETS;
    steps[queue[0]] = 0;
    const int sides[4] = {-width, -1, 1, width};
    while (first < last) {
        int state = queue[first++], place = state / KEY_SETS, keys = state % KEY_SETS;
        if (place == end) {
            printf("%d\n", steps[state]);
            return 0;
        }
        for (int i = 0; i < 4; i++) {
            int near = place + sides[i], held = keys;
            char what = plan[near];
            if (what == '#') continue;
            if (what >= 'A' && what <= 'F' && !(keys >> (what - 'A') & 1)) continue;
            if (what >= 'a' && what <= 'f') held |= 1 << (what - 'a');
            int next = near * KEY_SETS + held;
            if (steps[next] >= 0) continue;
            steps[next] = steps[state] + 1;
            queue[last++] = next;
        }
    }
    puts("-1");
}
