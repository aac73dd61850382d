#include <bits/stdc++.h>
using namespace std;

// The notes of a scarf, read one after the other; the colour of the end is 0.
struct Notes {
    const string& scarf;
    size_t at = 0;
    long long rows = 0;
    char colour = 0;

    void next() {
        rows = 0;
        colour = 0;
        while (at < scarf.size() && isdigit(scarf[at])) rows = 10 * rows + (scarf[at++] - '0');
        if (at < scarf.size()) colour = scarf[at++];
    }
};

long long two_scarves(string left, string right) {
    Notes ours{left}, theirs{right};
    ours.next();
    theirs.next();
    long long row = 0;
    while (ours.colour == theirs.colour) {
        if (ours.colour == 0) return -1;
        long long both = min(ours.rows, theirs.rows);
        row += both;
        for (Notes* notes : {&ours, &theirs}) {
            notes->rows -= both;
            if (notes->rows == 0) notes->next();
        }
    }
    return row;
}
