#include <arena.h>
#include <stdlib.h>

// One more than the square above in the tree of an island; 0 is water.
static int above[1000 * 1000];

static int root(int square) {
    while (above[square] - 1 != square) {
        above[square] = above[above[square] - 1];
        square = above[square] - 1;
    }
    return square;
}

IntList island_counts(long long rows, long long columns, IntListList emerged) {
    int size = rows * columns;
    long long islands = 0;
    long long *answers = malloc(emerged.length * sizeof *answers);
    for (int i = 0; i < emerged.length; i++) {
        int column = emerged.items[i].items[1];
        int first = emerged.items[i].items[0] * columns;
        int square = first + column;
        if (above[square] == 0) {
            above[square] = square + 1;
            islands++;
            int neighbours[] = {
                square - columns,
                square + columns,
                first + (column + 1) % columns,
                first + (column + columns - 1) % columns,
            };
            for (int side = 0; side < 4; side++) {
                int beside = neighbours[side];
                if (beside < 0 || beside >= size || above[beside] == 0) continue;
                int other = root(beside);
                if (other != square) {
                    // The new square becomes the root of everything that it joins.
                    above[other] = square + 1;
                    islands--;
                }
            }
        }
        answers[i] = islands;
    }
    return (IntList){answers, emerged.length};
}
