#include <bits/stdc++.h>
using namespace std;

long long cheapest_cast(vector<vector<long long>> fees, vector<vector<long long>> rivals) {
    const long long never = numeric_limits<long long>::max();
    int players = fees.size();
    unsigned whole = (1u << players) - 1;
    // Who may lead the scene after a player, as bits.
    vector<unsigned> may_follow(players, whole);
    for (const auto &pair : rivals) {
        may_follow[pair[0]] &= ~(1u << pair[1]);
        may_follow[pair[1]] &= ~(1u << pair[0]);
    }
    // The least that the first scenes cost with a set of players and one of them in the last of these scenes.
    vector<vector<long long>> best(whole + 1, vector<long long>(players, never));
    for (int player = 0; player < players; player++) best[1u << player][player] = fees[player][0];
    for (unsigned cast = 1; cast < whole; cast++) {
        int scene = popcount(cast);
        for (int last = 0; last < players; last++) {
            if (best[cast][last] == never) continue;
            for (unsigned free = may_follow[last] & ~cast; free != 0; free &= free - 1) {
                int player = countr_zero(free);
                long long &ahead = best[cast | 1u << player][player];
                ahead = min(ahead, best[cast][last] + fees[player][scene]);
            }
        }
    }
    long long least = *min_element(best[whole].begin(), best[whole].end());
    return least == never ? -1 : least;
}
