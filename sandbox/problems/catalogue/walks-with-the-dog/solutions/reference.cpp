#include <bits/stdc++.h>
using namespace std;

vector<long long> walks_with_the_dog(long long corners, vector<vector<long long>> paths, long long evenings) {
    vector<vector<pair<long long, int>>> onwards(corners);
    for (auto& path : paths) onwards[path[0]].push_back({path[2], int(path[1])});

    // The walks to a corner that the shortest ones to the tavern go on from are among the shortest to that
    // corner: more than `evenings` of them are never needed.
    vector<int> arrivals(corners);
    vector<long long> lengths;
    priority_queue<pair<long long, int>, vector<pair<long long, int>>, greater<>> walks;
    walks.push({0, 0});
    while (!walks.empty() && (long long)lengths.size() < evenings) {
        auto [walked, corner] = walks.top();
        walks.pop();
        if (arrivals[corner] == evenings) continue;
        arrivals[corner]++;
        if (corner == corners - 1) lengths.push_back(walked);
        for (auto [length, end] : onwards[corner]) {
            if (arrivals[end] < evenings) walks.push({walked + length, end});
        }
    }
    return lengths;
}
