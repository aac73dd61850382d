#include <bits/stdc++.h>
using namespace std;

vector<long long> first_lockers(vector<long long> taken, vector<long long> groups) {
    sort(taken.begin(), taken.end());
    // The free stretches that are longer than all before them: a group goes to the first that is long enough.
    vector<long long> begins, lengths;
    long long longest = 0, begin = 1;
    for (long long locker : taken) {
        if (locker - begin > longest) {
            longest = locker - begin;
            begins.push_back(begin);
            lengths.push_back(longest);
        }
        begin = locker + 1;
    }
    begins.push_back(begin);
    for (long long &group : groups) {
        group = begins[lower_bound(lengths.begin(), lengths.end(), group) - lengths.begin()];
    }
    return groups;
}
