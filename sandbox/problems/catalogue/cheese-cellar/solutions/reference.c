#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { MOST = 10000 };

static char kinds[MOST][8];
static int numbers[MOST];
static int weights[MOST];
static int size;
// Fenwick trees over the weights that ever come in: the wheels there are, and what they weigh.
static int wheels[MOST + 1];
static long long heft[MOST + 1];

static int compare(const void *a, const void *b) {
    int left = *(const int *)a, right = *(const int *)b;
    return (left > right) - (left < right);
}

// How many of the weights are less than this one.
static int lighter(int weight) {
    int low = 0, high = size;
    while (low < high) {
        int middle = (low + high) / 2;
        if (weights[middle] < weight) low = middle + 1;
        else high = middle;
    }
    return low;
}

int main(void) {
    int n, incoming = 0;
    scanf("%d", &n);
    for (int i = 0; i < n; i++) {
        scanf("%7s %d", kinds[i], &numbers[i]);
        if (strcmp(kinds[i], "in") == 0) weights[incoming++] = numbers[i];
    }
    qsort(weights, incoming, sizeof *weights, compare);
    for (int i = 0; i < incoming; i++) {
        if (size == 0 || weights[size - 1] != weights[i]) weights[size++] = weights[i];
    }
    int top = 1, present = 0;
    while (2 * top <= size) top *= 2;
    for (int i = 0; i < n; i++) {
        const char *kind = kinds[i];
        int number = numbers[i];
        if (strcmp(kind, "in") == 0 || strcmp(kind, "out") == 0) {
            int count = kind[0] == 'i' ? 1 : -1;
            present += count;
            for (int place = lighter(number) + 1; place <= size; place += place & -place) {
                wheels[place] += count;
                heft[place] += (long long)count * number;
            }
        } else if (strcmp(kind, "below") == 0) {
            int count = 0;
            for (int place = lighter(number); place > 0; place &= place - 1) count += wheels[place];
            printf("%d\n", count);
        } else if (number > present) {
            puts("-1");
        } else {
            // Walks down to the longest prefix with fewer than k wheels; the k-th has the weight after it.
            int place = 0, left = number;
            long long load = 0;
            for (int step = top; step > 0; step /= 2) {
                int further = place + step;
                if (further <= size && wheels[further] < left) {
                    place = further;
                    left -= wheels[further];
                    load += heft[further];
                }
            }
            printf("%lld\n", kind[0] == 'n' ? weights[place] : load + (long long)left * weights[place]);
        }
    }
}
