#include <arena.h>
#include <string.h>

char *elect_mayor(StringList ballots) {
    // Slips with different names cancel out in pairs; only the name that is left can have more than half of them.
    char *left = "";
    int surplus = 0;
    for (int i = 0; i < ballots.length; i++) {
        if (surplus == 0) left = ballots.items[i];
        surplus += strcmp(left, ballots.items[i]) == 0 ? 1 : -1;
    }
    int count = 0;
    for (int i = 0; i < ballots.length; i++) count += strcmp(left, ballots.items[i]) == 0;
    return 2 * count > ballots.length ? left : "";
}
