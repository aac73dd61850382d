#include <arena.h>
#include <stdlib.h>

typedef struct { long long horse; int post; } Place;

static int by_horse(const void *one, const void *other) {
    long long left = ((const Place *)one)->horse, right = ((const Place *)other)->horse;
    return (left > right) - (left < right);
}

IntList carousel_positions(IntList horses, IntListList events) {
    int count = horses.length;
    Place *places = malloc(count * sizeof *places);
    for (int post = 0; post < count; post++) places[post] = (Place){horses.items[post], post};
    qsort(places, count, sizeof *places, by_horse);

    IntList answers = {malloc(events.length * sizeof(long long)), 0};
    long long turned = 0;  // from 0 to count - 1
    for (int i = 0; i < events.length; i++) {
        long long kind = events.items[i].items[0], number = events.items[i].items[1];
        if (kind == 0) {
            turned = (turned + number % count + count) % count;
            continue;
        }
        Place wanted = {number, 0};
        Place *found = bsearch(&wanted, places, count, sizeof *places, by_horse);
        answers.items[answers.length++] = found ? (found->post + turned) % count : -1;
    }
    return answers;
}
