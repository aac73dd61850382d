#include <arena.h>
#include <stdlib.h>

static int *heap, size;

static void push(int task) {
    int at = ++size;
    for (; at > 1 && heap[at / 2] > task; at /= 2) heap[at] = heap[at / 2];
    heap[at] = task;
}

static int pop(void) {
    int least = heap[1], moved = heap[size--], at = 1;
    while (2 * at <= size) {
        int child = 2 * at;
        if (child < size && heap[child + 1] < heap[child]) child++;
        if (heap[child] >= moved) break;
        heap[at] = heap[child];
        at = child;
    }
    heap[at] = moved;
    return least;
}

IntList task_order(long long tasks, IntListList before) {
    // What a task unlocks is a chain through the pairs.
    int *waits_for = calloc(tasks + 1, sizeof *waits_for);
    int *first = calloc(tasks + 1, sizeof *first);
    int *next = calloc(before.length + 1, sizeof *next);
    for (int i = 1; i <= before.length; i++) {
        long long *pair = before.items[i - 1].items;
        next[i] = first[pair[0]];
        first[pair[0]] = i;
        waits_for[pair[1]]++;
    }
    heap = malloc((tasks + 2) * sizeof *heap);
    size = 0;
    for (int task = 1; task <= tasks; task++) {
        if (waits_for[task] == 0) push(task);
    }
    IntList order = {malloc((tasks + 1) * sizeof(long long)), 0};
    while (size > 0) {
        int task = pop();
        order.items[order.length++] = task;
        for (int i = first[task]; i; i = next[i]) {
            int later = before.items[i - 1].items[1];
            if (--waits_for[later] == 0) push(later);
        }
    }
    if (order.length < tasks) order.length = 0;
    free(waits_for);
    free(first);
    free(next);
    free(heap);
    return order;
}
