#include <arena.h>
#include <limits.h>
#include <stdlib.h>

typedef struct { long long paid; int state; } Visit;

static Visit *heap;  // a binary heap from 1, the cheapest on top
static int size;
static long long *cost;

static void reach(int state, long long paid) {
    if (paid >= cost[state]) return;
    cost[state] = paid;
    int place = ++size;
    for (; place > 1 && heap[place / 2].paid > paid; place /= 2) heap[place] = heap[place / 2];
    heap[place] = (Visit){paid, state};
}

static Visit pop(void) {
    Visit top = heap[1], moved = heap[size--];
    int place = 1;
    for (int child; (child = 2 * place) <= size; place = child) {
        if (child < size && heap[child + 1].paid < heap[child].paid) child++;
        if (heap[child].paid >= moved.paid) break;
        heap[place] = heap[child];
    }
    heap[place] = moved;
    return top;
}

long long cheapest_route(long long towns, IntListList roads, long long vouchers) {
    // The roads that leave a town are a list: the last one, and before each road another one or none (-1).
    int *last = malloc(towns * sizeof *last), *before = malloc((roads.length + 1) * sizeof *before);
    for (int town = 0; town < towns; town++) last[town] = -1;
    for (int road = 0; road < roads.length; road++) {
        int start = roads.items[road].items[0];
        before[road] = last[start];
        last[start] = road;
    }

    // A state is town * layers + vouchers used. Each is left once, so a road is taken at most twice from each.
    int layers = vouchers + 1;
    cost = malloc(towns * layers * sizeof *cost);
    for (int state = 0; state < towns * layers; state++) cost[state] = LLONG_MAX;
    heap = malloc((2 * roads.length * layers + 2) * sizeof *heap);
    size = 0;
    reach(0, 0);
    while (size > 0) {
        Visit visit = pop();
        if (visit.paid > cost[visit.state]) continue;
        int town = visit.state / layers, used = visit.state % layers;
        if (town == towns - 1) return visit.paid;
        for (int road = last[town]; road >= 0; road = before[road]) {
            long long toll = roads.items[road].items[2];
            int to = roads.items[road].items[1] * layers + used;
            reach(to, visit.paid + toll);
            if (used < vouchers) reach(to + 1, visit.paid + toll / 2);
        }
    }
    return -1;
}
