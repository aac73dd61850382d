#include <arena.h>
#include <stdlib.h>

long long stair_mosaics(long long steps, IntList colours) {
    const long long modulus = 1000000007;
    long long *ways = calloc(steps + 1, sizeof *ways);
    ways[0] = 1;
    for (int covered = 1; covered <= steps; covered++) {
        for (int height = 1; height <= covered && height <= colours.length; height++) {
            long long panels = colours.items[height - 1] % modulus;
            ways[covered] = (ways[covered] + panels * ways[covered - height]) % modulus;
        }
    }
    long long answer = ways[steps];
    free(ways);
    return answer;
}
