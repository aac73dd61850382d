#include <stdlib.h>
#include <string.h>

enum { MAX = 400 };

// Notes in the longest melody of north from i and south from j on.
static int longest[MAX + 1][MAX + 1];

char *shared_melody(char *north, char *south) {
    int n = strlen(north), s = strlen(south);
    memset(longest, 0, sizeof longest);
    for (int i = n - 1; i >= 0; i--) {
        for (int j = s - 1; j >= 0; j--) {
            int one = longest[i + 1][j], other = longest[i][j + 1];
            longest[i][j] = north[i] == south[j] ? longest[i + 1][j + 1] + 1 : one > other ? one : other;
        }
    }

    char *melody = calloc(longest[0][0] + 1, 1);
    int i = 0, j = 0;
    for (int left = longest[0][0], length = 0; left > 0; left--) {
        // The earliest places of a note leave the most behind them.
        for (char note = 'a'; note <= 'z'; note++) {
            char *ours = strchr(north + i, note), *theirs = strchr(south + j, note);
            if (!ours || !theirs || longest[ours - north][theirs - south] != left) continue;
            melody[length++] = note;
            i = ours - north + 1;
            j = theirs - south + 1;
            break;
        }
    }
    return melody;
}
