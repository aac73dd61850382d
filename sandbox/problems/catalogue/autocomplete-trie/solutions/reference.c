#include <arena.h>
#include <stdlib.h>
#include <string.h>

enum { MAX_NODES = 40001, DEAD = -1 };

static int children[MAX_NODES][26];  // 0: no such child
static int suggestion[MAX_NODES];

typedef struct { const char *word; long long score; int index; } Entry;

static int better(const void *one, const void *other) {
    const Entry *a = one, *b = other;
    if (a->score != b->score) return a->score > b->score ? -1 : 1;
    return strcmp(a->word, b->word);
}

IntList autocomplete_trie(StringList words, IntList scores, char *keys) {
    // The best words go in first, so the word that makes a node is the one to suggest there.
    Entry *order = malloc(words.length * sizeof *order);
    for (int i = 0; i < words.length; i++) order[i] = (Entry){words.items[i], scores.items[i], i};
    qsort(order, words.length, sizeof *order, better);
    memset(children, 0, sizeof children);
    suggestion[0] = order[0].index;
    int nodes = 1;
    for (int i = 0; i < words.length; i++) {
        int node = 0;
        for (const char *letter = order[i].word; *letter; letter++) {
            int *following = &children[node][*letter - 'a'];
            if (*following == 0) {
                *following = nodes;
                suggestion[nodes++] = order[i].index;
            }
            node = *following;
        }
    }

    int count = strlen(keys), typed = 0;
    int *path = malloc((count + 1) * sizeof *path);
    path[0] = 0;
    IntList answers = {malloc(count * sizeof *answers.items), count};
    for (int i = 0; i < count; i++) {
        if (keys[i] != '<') {
            int node = path[typed];
            int following = node == DEAD ? 0 : children[node][keys[i] - 'a'];
            path[++typed] = following == 0 ? DEAD : following;
        } else if (typed > 0) {
            typed--;
        }
        answers.items[i] = path[typed] == DEAD ? -1 : suggestion[path[typed]];
    }
    free(path);
    free(order);
    return answers;
}
