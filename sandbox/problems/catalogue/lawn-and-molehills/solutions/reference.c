#include <arena.h>
#include <stdlib.h>
#include <string.h>

// Squares as one number: no walk gets so far that two of them are the same.
static const long long ROW = 1000000;

static int compare(const void *a, const void *b) {
    long long left = *(const long long *)a, right = *(const long long *)b;
    return (left > right) - (left < right);
}

long long mown_squares(char *program, long long rounds, IntListList molehills) {
    long long *blocked = malloc((molehills.length + 1) * sizeof *blocked);
    for (int i = 0; i < molehills.length; i++) {
        blocked[i] = molehills.items[i].items[0] + molehills.items[i].items[1] * ROW;
    }
    qsort(blocked, molehills.length, sizeof *blocked, compare);

    // The steps to the north, east, south and west.
    const long long steps[] = {ROW, 1, -ROW, -1};
    long long *stood = malloc((rounds * strlen(program) + 1) * sizeof *stood);
    int count = 1, looks = 0;
    stood[0] = 0;
    for (long long round = 0; round < rounds; round++) {
        for (char *letter = program; *letter; letter++) {
            long long ahead = stood[count - 1] + steps[looks];
            if (*letter == 'L') {
                looks = (looks + 3) % 4;
            } else if (*letter == 'R' || bsearch(&ahead, blocked, molehills.length, sizeof *blocked, compare)) {
                looks = (looks + 1) % 4;
            } else {
                stood[count++] = ahead;
            }
        }
    }
    qsort(stood, count, sizeof *stood, compare);
    int mown = 1;
    for (int i = 1; i < count; i++) mown += stood[i] != stood[i - 1];
    return mown;
}
