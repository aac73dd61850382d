#include <arena.h>
#include <stdlib.h>
#include <string.h>

long long balanced_lanterns(char *rope) {
    const char *opening = "([{", *closing = ")]}";
    int *waiting = malloc((strlen(rope) + 1) * sizeof *waiting);
    int count = 0;
    for (int i = 0; rope[i]; i++) {
        if (rope[i] == '-') continue;
        const char *shape = strchr(closing, rope[i]);
        if (shape == NULL) {
            waiting[count++] = i;
        } else {
            if (count == 0 || rope[waiting[count - 1]] != opening[shape - closing]) return i;
            count--;
        }
    }
    return count == 0 ? -1 : waiting[0];
}
