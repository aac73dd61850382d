#include <bits/stdc++.h>
using namespace std;

const string DAYS[] = {"Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun"};
const int HALF = 12 * 60;
const int WEEK = 14 * HALF;

int main() {
    int n, hour, minute;
    char colon;
    string day, half, way;
    cin >> n >> day >> hour >> colon >> minute >> half;
    int moment = hour % 12 * 60 + minute + (half == "pm" ? HALF : 0);
    for (int i = 0; DAYS[i] != day; i++) moment += 2 * HALF;
    while (cin >> way >> hour >> colon >> minute) {
        int step = (hour * 60 + minute) % WEEK;
        moment = (moment + (way == "later" ? step : WEEK - step)) % WEEK;
        int shown = moment % HALF / 60;
        printf("%s %d:%02d %s\n", DAYS[moment / (2 * HALF)].c_str(), shown == 0 ? 12 : shown, moment % 60,
                    moment / HALF % 2 == 0 ? "am" : "pm");
    }
}
