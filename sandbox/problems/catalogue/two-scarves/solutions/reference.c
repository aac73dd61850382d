#include <ctype.h>

// The notes of a scarf, read one after the other; the colour of the end is 0.
typedef struct {
    const char *at;
    long long rows;
    char colour;
} Notes;

static void next(Notes *notes) {
    notes->rows = 0;
    while (isdigit((unsigned char)*notes->at)) notes->rows = 10 * notes->rows + (*notes->at++ - '0');
    notes->colour = *notes->at;
    if (notes->colour) notes->at++;
}

static void knit(Notes *notes, long long rows) {
    notes->rows -= rows;
    if (notes->rows == 0) next(notes);
}

long long two_scarves(char *left, char *right) {
    Notes ours = {left, 0, 0}, theirs = {right, 0, 0};
    next(&ours);
    next(&theirs);
    long long row = 0;
    while (ours.colour == theirs.colour) {
        if (!ours.colour) return -1;
        long long both = ours.rows < theirs.rows ? ours.rows : theirs.rows;
        row += both;
        knit(&ours, both);
        knit(&theirs, both);
    }
    return row;
}
