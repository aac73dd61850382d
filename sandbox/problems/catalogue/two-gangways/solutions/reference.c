#include <arena.h>
#include <stdbool.h>
#include <stdlib.h>

char *boarding_order(IntList left, IntList right) {
    char *order = malloc(left.length + right.length + 1);
    int i = 0, j = 0;
    bool from_left = false;
    while (i < left.length && j < right.length) {
        long long a = left.items[i], b = right.items[j];
        from_left = a == b ? !from_left : a < b;
        order[i + j] = from_left ? 'L' : 'R';
        if (from_left) i++;
        else j++;
    }
    for (; i < left.length; i++) order[i + j] = 'L';
    for (; j < right.length; j++) order[i + j] = 'R';
    order[i + j] = '\0';
    return order;
}
