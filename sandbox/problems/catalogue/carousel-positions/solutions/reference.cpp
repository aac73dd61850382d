#include <bits/stdc++.h>
using namespace std;

vector<long long> carousel_positions(vector<long long> horses, vector<vector<long long>> events) {
    long long count = horses.size();
    unordered_map<long long, long long> first_post;
    for (long long post = 0; post < count; post++) first_post[horses[post]] = post;

    long long turned = 0;  // from 0 to count - 1
    vector<long long> answers;
    for (auto& event : events) {
        if (event[0] == 0) {
            turned = (turned + event[1] % count + count) % count;
            continue;
        }
        auto found = first_post.find(event[1]);
        answers.push_back(found == first_post.end() ? -1 : (found->second + turned) % count);
    }
    return answers;
}
