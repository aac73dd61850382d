#include <stdio.h>
#include <string.h>

enum { KINDS = 6, MAX_COINS = 10000 };

static const int kinds[KINDS] = {200, 100, 50, 20, 10, 5};
static int till[KINDS];
static int thrown[MAX_COINS];  // as places in kinds

int main(void) {
    int n, credit = 0, count = 0;
    scanf("%d", &n);
    while (n-- > 0) {
        char word[8];
        int number;
        scanf("%7s", word);
        if (strcmp(word, "coin") == 0) {
            scanf("%d", &number);
            int kind = 0;
            while (kinds[kind] != number) kind++;
            till[kind]++;
            thrown[count++] = kind;
            credit += number;
            continue;
        }
        if (strcmp(word, "cancel") == 0) {
            printf("back");
            for (int i = 0; i < count; i++) {
                till[thrown[i]]--;
                printf(" %d", kinds[thrown[i]]);
            }
        } else {
            scanf("%d", &number);
            int owed = credit - number;
            if (owed < 0) {
                printf("missing %d\n", -owed);
                continue;
            }
            int change[KINDS];
            for (int kind = 0; kind < KINDS; kind++) {
                change[kind] = owed / kinds[kind] < till[kind] ? owed / kinds[kind] : till[kind];
                owed -= change[kind] * kinds[kind];
            }
            if (owed > 0) {
                puts("no change");
                continue;
            }
            printf("ticket");
            for (int kind = 0; kind < KINDS; kind++) {
                till[kind] -= change[kind];
                while (change[kind]-- > 0) printf(" %d", kinds[kind]);
            }
        }
        puts("");
        credit = count = 0;
    }
}
