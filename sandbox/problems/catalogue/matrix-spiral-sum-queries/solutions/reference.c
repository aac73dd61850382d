#include <arena.h>
#include <stdlib.h>

enum { MOST = 150 };

static long long table[MOST + 1][MOST + 1];  // table[r][c]: all leaves in the first r rows and c columns

static long long part(int top, int left, int bottom, int right) {
    return table[bottom + 1][right + 1] - table[top][right + 1] - table[bottom + 1][left] + table[top][left];
}

// The number of plants in the outer rings of a part.
static int within(int height, int width, int rings) {
    int inner_height = height - 2 * rings, inner_width = width - 2 * rings;
    return inner_height <= 0 || inner_width <= 0 ? height * width : height * width - inner_height * inner_width;
}

static long long meal(int top, int left, int bottom, int right, int plants) {
    int height = bottom - top + 1, width = right - left + 1;
    // The rings that are eaten whole: the most of which all plants are eaten.
    int low = 0, high = ((height < width ? height : width) + 1) / 2;
    while (low < high) {
        int rings = (low + high + 1) / 2;
        if (within(height, width, rings) <= plants) low = rings;
        else high = rings - 1;
    }
    long long leaves = part(top, left, bottom, right);
    int rest = plants - within(height, width, low);
    top += low, left += low, bottom -= low, right -= low;
    height -= 2 * low, width -= 2 * low;
    if (height <= 0 || width <= 0) return leaves;

    leaves -= part(top, left, bottom, right);
    if (rest == 0) return leaves;
    if (rest <= width) return leaves + part(top, left, top, left + rest - 1);
    leaves += part(top, left, top, right);
    rest -= width;
    if (rest < height) return leaves + part(top + 1, right, top + rest, right);
    leaves += part(top + 1, right, bottom, right);
    rest -= height - 1;
    if (rest < width) return leaves + part(bottom, right - rest, bottom, right - 1);
    leaves += part(bottom, left, bottom, right - 1);
    rest -= width - 1;
    return leaves + part(bottom - rest, left, bottom - 1, left);
}

IntList snail_meals(IntListList bed, IntListList walks) {
    for (int r = 0; r < bed.length; r++) {
        for (int c = 0; c < bed.items[r].length; c++) {
            table[r + 1][c + 1] = bed.items[r].items[c] + table[r][c + 1] + table[r + 1][c] - table[r][c];
        }
    }
    IntList meals = {malloc(walks.length * sizeof *meals.items), walks.length};
    for (int i = 0; i < walks.length; i++) {
        const long long *walk = walks.items[i].items;
        meals.items[i] = meal(walk[0], walk[1], walk[2], walk[3], walk[4]);
    }
    return meals;
}
