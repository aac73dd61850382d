#include <bits/stdc++.h>
using namespace std;

vector<long long> rehearsal_rooms(vector<vector<long long>> bookings, long long airing) {
    vector<long long> starts, closed;  // when rooms are taken, and when their windows are closed
    for (auto& booking : bookings) {
        starts.push_back(booking[0]);
        closed.push_back(booking[1] + airing);
    }
    sort(starts.begin(), starts.end());
    sort(closed.begin(), closed.end());

    long long rooms = 0, first = 0, minutes = 0;
    size_t free = 0;
    for (size_t i = 0; i < starts.size(); i++) {
        // A room that is free in this minute is free before the next booking begins.
        while (closed[free] <= starts[i]) free++;
        long long occupied = i + 1 - free;
        if (occupied < rooms) continue;
        if (occupied > rooms) {
            rooms = occupied;
            first = starts[i];
            minutes = 0;
        }
        long long until = closed[free];
        if (i + 1 < starts.size()) until = min(until, starts[i + 1]);
        minutes += until - starts[i];
    }
    return {rooms, first, minutes};
}
