#include <arena.h>
#include <stdlib.h>

IntListList luck_and_trouble(IntList weights, long long base) {
    IntList *answers = malloc(weights.length * sizeof *answers);
    for (int i = 0; i < weights.length; i++) {
        long long weight = weights.items[i], trouble = 0;
        while (weight >= base) {
            long long total = 0;
            for (; weight > 0; weight /= base) total += weight % base;
            weight = total;
            trouble++;
        }
        long long *pair = malloc(2 * sizeof *pair);
        pair[0] = weight;
        pair[1] = trouble;
        answers[i] = (IntList){pair, 2};
    }
    return (IntListList){answers, weights.length};
}
