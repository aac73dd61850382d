#include <bits/stdc++.h>
using namespace std;

vector<long long> highest_wave(vector<long long> waves, long long memory) {
    // Hours that may still be an answer: each wave is higher than all that came after it.
    deque<long long> hours;
    vector<long long> answers;
    for (long long now = 0; now < (long long)waves.size(); now++) {
        while (!hours.empty() && waves[hours.back()] <= waves[now]) hours.pop_back();
        hours.push_back(now);
        if (hours.front() <= now - memory) hours.pop_front();
        answers.push_back(hours.front());
    }
    return answers;
}
