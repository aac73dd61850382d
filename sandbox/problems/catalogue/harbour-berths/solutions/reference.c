#include <arena.h>
#include <stdlib.h>

typedef struct Entry {
    long long key, value;
} Entry;

// A binary heap with the smallest key on top.
typedef struct Heap {
    Entry *entries;
    int length;
} Heap;

static void push(Heap *heap, long long key, long long value) {
    int place = heap->length++;
    while (place > 0 && heap->entries[(place - 1) / 2].key > key) {
        heap->entries[place] = heap->entries[(place - 1) / 2];
        place = (place - 1) / 2;
    }
    heap->entries[place] = (Entry){key, value};
}

static Entry pop(Heap *heap) {
    Entry top = heap->entries[0], last = heap->entries[--heap->length];
    int place = 0;
    for (;;) {
        int child = 2 * place + 1;
        if (child >= heap->length) break;
        if (child + 1 < heap->length && heap->entries[child + 1].key < heap->entries[child].key) child++;
        if (heap->entries[child].key >= last.key) break;
        heap->entries[place] = heap->entries[child];
        place = child;
    }
    heap->entries[place] = last;
    return top;
}

IntList harbour_dues(IntList prices, IntListList boats) {
    // Berths of the same price are as good as each other, so prices stand for them.
    Heap available = {malloc((prices.length + 1) * sizeof(Entry)), 0};
    Heap lying = {malloc((prices.length + 1) * sizeof(Entry)), 0};
    for (int i = 0; i < prices.length; i++) push(&available, prices.items[i], prices.items[i]);
    static long long answer[2];
    for (int i = 0; i < boats.length; i++) {
        long long arrival = boats.items[i].items[0], departure = boats.items[i].items[1];
        while (lying.length > 0 && lying.entries[0].key <= arrival) {
            long long price = pop(&lying).value;
            push(&available, price, price);
        }
        if (available.length == 0) {
            answer[1]++;
            continue;
        }
        long long price = pop(&available).value;
        answer[0] += price * (departure - arrival);
        push(&lying, departure, price);
    }
    return (IntList){answer, 2};
}
