#include <arena.h>
#include <stdlib.h>

IntList two_sum(IntList prices, long long coins) {
    // A table of open addresses: the place of the last stall with a price, plus one.
    int room = 4;
    while (room < 2 * prices.length) room *= 2;
    int *table = calloc(room, sizeof *table);
    IntList answer = {malloc(2 * sizeof(long long)), 0};
    for (int here = 0; here < prices.length && answer.length == 0; here++) {
        long long sought[2] = {coins - prices.items[here], prices.items[here]};
        for (int step = 0; step < 2 && answer.length == 0; step++) {
            unsigned long long hash = (unsigned long long)sought[step] * 0x9e3779b97f4a7c15ULL;
            int slot = (hash >> 32) & (room - 1);
            while (table[slot] && prices.items[table[slot] - 1] != sought[step]) slot = (slot + 1) & (room - 1);
            if (step == 1) {
                table[slot] = here + 1;
            } else if (table[slot]) {
                answer.items[0] = table[slot] - 1;
                answer.items[1] = here;
                answer.length = 2;
            }
        }
    }
    free(table);
    return answer;
}
