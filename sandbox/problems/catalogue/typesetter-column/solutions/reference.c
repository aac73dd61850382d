#include <limits.h>
#include <stdio.h>
#include <string.h>

enum { MOST_WORDS = 4000, WIDEST = 60 };

static char words[MOST_WORDS][WIDEST + 1];
static int lengths[MOST_WORDS];
// The least cost of a column that begins with a word, and where its second line begins.
static int best[MOST_WORDS + 1];
static int until[MOST_WORDS];

int main(void) {
    int width, count;
    scanf("%d %d", &width, &count);
    for (int i = 0; i < count; i++) {
        scanf("%60s", words[i]);
        lengths[i] = strlen(words[i]);
    }

    for (int start = count - 1; start >= 0; start--) {
        best[start] = INT_MAX;
        int slack = width + 1;
        for (int end = start; end < count; end++) {
            slack -= lengths[end] + 1;
            if (slack < 0) break;
            int cost = end + 1 == count ? 0 : slack * slack + best[end + 1];
            // With equal cost the longer line wins.
            if (cost <= best[start]) {
                best[start] = cost;
                until[start] = end + 1;
            }
        }
    }

    for (int start = 0; start < count; start = until[start]) {
        int gaps = until[start] - start - 1;
        int spaces = gaps;
        if (until[start] < count && gaps > 0) {
            spaces = width;
            for (int i = start; i < until[start]; i++) spaces -= lengths[i];
        }
        fputs(words[start], stdout);
        for (int gap = 0; gap < gaps; gap++) {
            printf("%*s%s", spaces / gaps + (gap < spaces % gaps), "", words[start + 1 + gap]);
        }
        putchar('\n');
    }
}
