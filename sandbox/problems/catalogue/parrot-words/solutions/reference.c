#include <ctype.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { MOST_LETTERS = 30000, LONGEST_LINE = 200 };

typedef struct Entry {
    const char *word;
    int count;
} Entry;

static char letters[2 * MOST_LETTERS + 2];
static Entry words[MOST_LETTERS];

static int by_word(const void *a, const void *b) {
    return strcmp(((const Entry *)a)->word, ((const Entry *)b)->word);
}

static int by_count(const void *a, const void *b) {
    const Entry *left = a, *right = b;
    return left->count != right->count ? right->count - left->count : by_word(a, b);
}

int main(void) {
    int n, k, total = 0;
    char line[LONGEST_LINE + 3];
    char *end = letters;
    fgets(line, sizeof line, stdin);
    sscanf(line, "%d %d", &n, &k);
    while (fgets(line, sizeof line, stdin)) {
        for (char *sign = line; *sign;) {
            if (!isalpha((unsigned char)*sign)) {
                sign++;
                continue;
            }
            words[total++] = (Entry){end, 1};
            while (isalpha((unsigned char)*sign) || (*sign == '\'' && isalpha((unsigned char)sign[1]))) {
                *end++ = tolower((unsigned char)*sign++);
            }
            *end++ = '\0';
        }
    }
    qsort(words, total, sizeof *words, by_word);
    int different = 0;
    for (int i = 0; i < total; i++) {
        if (different > 0 && strcmp(words[different - 1].word, words[i].word) == 0) {
            words[different - 1].count++;
        } else {
            words[different++] = words[i];
        }
    }
    qsort(words, different, sizeof *words, by_count);
    for (int i = 0; i < different && words[i].count >= k; i++) printf("%s %d\n", words[i].word, words[i].count);
    printf("total %d %d\n", different, total);
}
