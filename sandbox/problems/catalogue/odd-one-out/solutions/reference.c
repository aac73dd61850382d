#include <arena.h>
#include <stdlib.h>

IntList odd_one_out(IntList sent, IntList received) {
    long long flipped = 0;
    for (int i = 0; i < sent.length; i++) flipped ^= sent.items[i] ^ received.items[i];

    // Among the readings that have the flipped bit, all but one of the two values cancel out.
    long long found = 0;
    int surplus = 0;
    for (int i = 0; i < sent.length; i++) {
        if (sent.items[i] & flipped) {
            found ^= sent.items[i];
            surplus++;
        }
        if (received.items[i] & flipped) {
            found ^= received.items[i];
            surplus--;
        }
    }
    IntList answer = {malloc(2 * sizeof *answer.items), 2};
    answer.items[0] = surplus > 0 ? found : found ^ flipped;
    answer.items[1] = answer.items[0] ^ flipped;
    return answer;
}
