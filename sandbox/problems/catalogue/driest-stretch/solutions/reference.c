#include <arena.h>
#include <stdlib.h>

typedef struct { long long depth, stretches; } Well;

long long driest_stretch(IntList depths) {
    // The stretches that end here, by their driest well: wells of growing depth, each with the number of its stretches.
    Well *driest = malloc(depths.length * sizeof *driest);
    int count = 0;
    long long ending_here = 0, total = 0;
    for (int i = 0; i < depths.length; i++) {
        Well well = {depths.items[i], 1};
        while (count > 0 && driest[count - 1].depth >= well.depth) {
            count--;
            ending_here -= driest[count].depth * driest[count].stretches;
            well.stretches += driest[count].stretches;
        }
        driest[count++] = well;
        ending_here += well.depth * well.stretches;
        total = (total + ending_here) % 1000000007;
    }
    free(driest);
    return total;
}
