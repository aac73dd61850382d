#include <arena.h>
#include <stdlib.h>

IntList highest_wave(IntList waves, long long memory) {
    // Hours that may still be an answer, from hours[first] to hours[last - 1]: each wave is higher than all that
    // came after it.
    int *hours = malloc(waves.length * sizeof *hours);
    int first = 0, last = 0;
    IntList answers = {malloc(waves.length * sizeof(long long)), waves.length};
    for (int now = 0; now < waves.length; now++) {
        while (last > first && waves.items[hours[last - 1]] <= waves.items[now]) last--;
        hours[last++] = now;
        if (hours[first] <= now - memory) first++;
        answers.items[now] = hours[first];
    }
    return answers;
}
