#include <stdio.h>
#include <string.h>

enum { MOST = 12000 };

// The neighbours of every child on both sides; 0 closes the row to a ring.
static int sides[2][MOST + 1];

int main(void) {
    int *left = sides[0], *right = sides[1];
    left[0] = right[0] = 1;
    int n;
    scanf("%d", &n);
    while (n-- > 0) {
        char what[8];
        int child, beside;
        scanf("%7s", what);
        if (strcmp(what, "turn") == 0) {
            int *other = left;
            left = right;
            right = other;
            continue;
        }
        scanf("%d", &child);
        if (strcmp(what, "who") == 0) {
            printf("%d %d\n", left[child], right[child]);
        } else if (strcmp(what, "out") == 0) {
            right[left[child]] = right[child];
            left[right[child]] = left[child];
        } else {
            scanf("%d", &beside);
            int before = strcmp(what, "left") == 0 ? left[beside] : beside;
            int after = right[before];
            left[child] = before;
            right[child] = after;
            right[before] = left[after] = child;
        }
    }
    for (int child = right[0]; child != 0; child = right[child]) {
        printf("%d%c", child, right[child] == 0 ? '\n' : ' ');
    }
}
