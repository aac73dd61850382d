#include <bits/stdc++.h>
using namespace std;

vector<long long> autocomplete_trie(vector<string> words, vector<long long> scores, string keys) {
    // The best words go in first, so the word that makes a node is the one to suggest there.
    vector<int> order(words.size());
    iota(order.begin(), order.end(), 0);
    sort(order.begin(), order.end(), [&](int a, int b) {
        return scores[a] != scores[b] ? scores[a] > scores[b] : words[a] < words[b];
    });
    vector<array<int, 26>> children(1);  // 0: no such child
    vector<int> suggestion = {order[0]};
    for (int index : order) {
        int node = 0;
        for (char letter : words[index]) {
            int following = children[node][letter - 'a'];
            if (following == 0) {
                following = children.size();
                children[node][letter - 'a'] = following;
                children.push_back({});
                suggestion.push_back(index);
            }
            node = following;
        }
    }

    const int dead = -1;
    vector<int> path = {0};
    vector<long long> answers;
    for (char key : keys) {
        if (key != '<') {
            int node = path.back();
            int following = node == dead ? 0 : children[node][key - 'a'];
            path.push_back(following == 0 ? dead : following);
        } else if (path.size() > 1) {
            path.pop_back();
        }
        answers.push_back(path.back() == dead ? -1 : suggestion[path.back()]);
    }
    return answers;
}
