#include <bits/stdc++.h>
using namespace std;

string elect_mayor(vector<string> ballots) {
    unordered_map<string, size_t> slips;
    for (auto& name : ballots) slips[name]++;
    for (auto& [name, count] : slips) {
        if (2 * count > ballots.size()) return name;
    }
    return "";
}
