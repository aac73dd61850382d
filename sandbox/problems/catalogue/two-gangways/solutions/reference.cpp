#include <bits/stdc++.h>
using namespace std;

string boarding_order(vector<long long> left, vector<long long> right) {
    string order;
    size_t i = 0, j = 0;
    bool from_left = false;
    while (i < left.size() && j < right.size()) {
        from_left = left[i] == right[j] ? !from_left : left[i] < right[j];
        order += from_left ? 'L' : 'R';
        if (from_left) i++;
        else j++;
    }
    return order + string(left.size() - i, 'L') + string(right.size() - j, 'R');
}
