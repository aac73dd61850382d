#include <stdio.h>
#include <string.h>

enum { HALF = 12 * 60, WEEK = 14 * HALF };

static const char *DAYS[] = {"Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun"};

int main(void) {
    int n, hour, minute;
    char day[4], half[3], way[8];
    scanf("%d %3s %d:%d %2s", &n, day, &hour, &minute, half);
    int moment = hour % 12 * 60 + minute + (half[0] == 'p' ? HALF : 0);
    for (int i = 0; strcmp(DAYS[i], day) != 0; i++) moment += 2 * HALF;
    while (scanf("%7s %d:%d", way, &hour, &minute) == 3) {
        int step = (hour * 60 + minute) % WEEK;
        moment = (moment + (way[0] == 'l' ? step : WEEK - step)) % WEEK;
        int shown = moment % HALF / 60;
        printf("%s %d:%02d %s\n", DAYS[moment / (2 * HALF)], shown == 0 ? 12 : shown, moment % 60,
               moment / HALF % 2 == 0 ? "am" : "pm");
    }
}
