#include <arena.h>
#include <stdlib.h>

IntList pattern_occurrences(IntList melody, IntList motif) {
    // In steps between neighbours, a tune is the same in every key.
    int size = motif.length - 1, all = 0;
    long long *text = malloc((motif.length + melody.length) * sizeof *text);
    for (int i = 1; i < motif.length; i++) text[all++] = motif.items[i] - motif.items[i - 1];
    text[all++] = 1000;
    for (int i = 1; i < melody.length; i++) text[all++] = melody.items[i] - melody.items[i - 1];
    text[all++] = 2000;
    // Z-function: how far the text agrees with its own beginning from each place on.
    int *reach = calloc(all, sizeof *reach);
    long long *starting = calloc(size + 1, sizeof *starting);
    int left = 0, right = 0;
    for (int i = 1; i < all; i++) {
        int length = 0;
        if (i < right) length = reach[i - left] < right - i ? reach[i - left] : right - i;
        while (i + length < all && text[length] == text[i + length]) length++;
        if (i + length > right) left = i, right = i + length;
        reach[i] = length;
        if (i > size) starting[length]++;
    }
    // Whoever agrees for longer agrees for less as well.
    for (int length = size; length > 0; length--) starting[length - 1] += starting[length];
    free(text);
    free(reach);
    return (IntList){starting, size + 1};
}
