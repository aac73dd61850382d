#include <arena.h>
#include <stdlib.h>

enum { SLOT_BITS = 17, SLOTS = 1 << SLOT_BITS };

// A hash table of the songs: more than twice as many slots as there can be songs.
static long long known[SLOTS];
static int plays[SLOTS];

// Where the plays of this song are counted.
static int *plays_of(long long song) {
    unsigned slot = (unsigned)song * 2654435769u >> (32 - SLOT_BITS);
    while (known[slot] != 0 && known[slot] != song) slot = (slot + 1) % SLOTS;
    known[slot] = song;
    return &plays[slot];
}

IntList longest_stretch(IntList songs, long long limit) {
    int start = 0, best_start = 0, best_length = 0;
    for (int end = 0; end < songs.length; end++) {
        int *heard = plays_of(songs.items[end]);
        ++*heard;
        while (*heard > limit) --*plays_of(songs.items[start++]);
        if (end - start + 1 > best_length) {
            best_start = start;
            best_length = end - start + 1;
        }
    }
    IntList answer = {malloc(2 * sizeof *answer.items), 2};
    answer.items[0] = best_start;
    answer.items[1] = best_length;
    return answer;
}
