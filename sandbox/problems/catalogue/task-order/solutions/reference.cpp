#include <bits/stdc++.h>
using namespace std;

vector<long long> task_order(long long tasks, vector<vector<long long>> before) {
    vector<int> waits_for(tasks + 1);
    vector<vector<int>> unlocks(tasks + 1);
    for (auto &pair : before) {
        unlocks[pair[0]].push_back(pair[1]);
        waits_for[pair[1]]++;
    }
    priority_queue<int, vector<int>, greater<>> free;
    for (int task = 1; task <= tasks; task++) {
        if (waits_for[task] == 0) free.push(task);
    }
    vector<long long> order;
    while (!free.empty()) {
        int task = free.top();
        free.pop();
        order.push_back(task);
        for (int later : unlocks[task]) {
            if (--waits_for[later] == 0) free.push(later);
        }
    }
    if ((long long)order.size() < tasks) order.clear();
    return order;
}
