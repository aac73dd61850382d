#include <arena.h>
#include <stdlib.h>
#include <string.h>

long long island_fences(StringList chart) {
    // One line of fields with a rim of sea all around.
    int inner = strlen(chart.items[0]), width = inner + 2, size = width * (chart.length + 2);
    char *fields = malloc(size);
    memset(fields, '.', size);
    for (int line = 0; line < chart.length; line++) memcpy(fields + width * (line + 1) + 1, chart.items[line], inner);

    const int steps[] = {-width, -1, 1, width};
    bool *seen = calloc(size, sizeof *seen);
    int *island = malloc(size * sizeof *island);
    int best_fields = 0, best_panels = 0;
    for (int start = 0; start < size; start++) {
        if (fields[start] != '#' || seen[start]) continue;
        seen[start] = true;
        island[0] = start;
        int found = 1, panels = 0;
        for (int next = 0; next < found; next++) {
            for (int i = 0; i < 4; i++) {
                int side = island[next] + steps[i];
                if (fields[side] != '#') {
                    panels++;
                } else if (!seen[side]) {
                    seen[side] = true;
                    island[found++] = side;
                }
            }
        }
        if (found > best_fields || (found == best_fields && panels > best_panels)) {
            best_fields = found;
            best_panels = panels;
        }
    }
    free(fields);
    free(seen);
    free(island);
    return best_panels;
}
