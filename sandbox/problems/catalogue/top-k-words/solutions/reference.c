#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { ROOM = 1 << 14 };

typedef struct { char title[12]; int wishes; } Song;

static Song songs[ROOM];
static int table[ROOM], heap[ROOM], places[ROOM], known, size;

static Song *song_of(const char *title) {
    unsigned hash = 2166136261u;
    for (const char *at = title; *at; at++) hash = (hash ^ (unsigned char)*at) * 16777619u;
    unsigned slot = hash % ROOM;
    while (table[slot] && strcmp(songs[table[slot]].title, title) != 0) slot = (slot + 1) % ROOM;
    if (!table[slot]) {
        table[slot] = ++known;
        strcpy(songs[known].title, title);
    }
    return &songs[table[slot]];
}

static int leads(int a, int b) {
    if (songs[a].wishes != songs[b].wishes) return songs[a].wishes > songs[b].wishes;
    return strcmp(songs[a].title, songs[b].title) < 0;
}

static void put(int at, int song) {
    heap[at] = song;
    places[song] = at;
}

// Moves a song in the heap to where its wishes belong.
static void settle(int song) {
    int at = places[song];
    for (; at > 1 && leads(song, heap[at / 2]); at /= 2) put(at, heap[at / 2]);
    while (2 * at <= size) {
        int child = 2 * at;
        if (child < size && leads(heap[child + 1], heap[child])) child++;
        if (!leads(heap[child], song)) break;
        put(at, heap[child]);
        at = child;
    }
    put(at, song);
}

static void leave(int song) {
    int at = places[song], moved = heap[size--];
    if (moved != song) {
        put(at, moved);
        settle(moved);
    }
}

int main(void) {
    int messages, *taken = malloc(ROOM * sizeof *taken);
    if (scanf("%d", &messages) != 1) return 1;
    while (messages-- > 0) {
        char sign, word[12];
        if (scanf(" %c %11s", &sign, word) != 2) return 1;
        if (sign == '?') {
            int wanted = atoi(word), count = 0;
            while (size > 0 && count < wanted) {
                taken[count] = heap[1];
                printf("%s%s", count++ ? " " : "", songs[heap[1]].title);
                leave(heap[1]);
            }
            puts(count ? "" : "silence");
            while (count > 0) {
                put(++size, taken[--count]);
                settle(taken[count]);
            }
            continue;
        }
        Song *song = song_of(word);
        int index = song - songs, was_in = song->wishes > 0;
        song->wishes += sign == '+' ? 1 : -1;
        if (!song->wishes) {
            leave(index);
            continue;
        }
        if (!was_in) put(++size, index);
        settle(index);
    }
    return 0;
}
