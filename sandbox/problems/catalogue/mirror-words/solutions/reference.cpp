#include <bits/stdc++.h>
using namespace std;

vector<long long> mirror_words(vector<string> signs) {
    vector<long long> answers;
    for (auto& sign : signs) {
        int left = 0, right = (int)sign.size() - 1, repaint = 0;
        while (left < right) {
            if (!isalnum(sign[left])) {
                left++;
            } else if (!isalnum(sign[right])) {
                right--;
            } else {
                repaint += tolower(sign[left++]) != tolower(sign[right--]);
            }
        }
        answers.push_back(repaint);
    }
    return answers;
}
