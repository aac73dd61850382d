#include <bits/stdc++.h>
using namespace std;

// A program as contestants write it: a segment tree, a graph, strings, sorting, maps.
using ll = long long;
const ll salt = SALT;

struct SegmentTree {
    int size;
    vector<ll> sum, add;
    explicit SegmentTree(int n) : size(1) {
        while (size < n) size *= 2;
        sum.assign(2 * size, 0);
        add.assign(2 * size, 0);
    }
    void update(int node, int left, int right, int from, int to, ll value) {
        if (to <= left || right <= from) return;
        if (from <= left && right <= to) {
            sum[node] += value * (right - left);
            add[node] += value;
            return;
        }
        int middle = (left + right) / 2;
        update(2 * node, left, middle, from, to, value);
        update(2 * node + 1, middle, right, from, to, value);
        sum[node] = sum[2 * node] + sum[2 * node + 1] + add[node] * (right - left);
    }
    ll query(int node, int left, int right, int from, int to) const {
        if (to <= left || right <= from) return 0;
        if (from <= left && right <= to) return sum[node];
        int middle = (left + right) / 2;
        ll own = add[node] * (min(right, to) - max(left, from));
        return own + query(2 * node, left, middle, from, to)
            + query(2 * node + 1, middle, right, from, to);
    }
};

vector<ll> shortest(const vector<vector<pair<int, ll>>>& graph, int start) {
    vector<ll> distance(graph.size(), numeric_limits<ll>::max());
    priority_queue<pair<ll, int>, vector<pair<ll, int>>, greater<>> queue;
    distance[start] = 0;
    queue.emplace(0, start);
    while (!queue.empty()) {
        auto [reached, node] = queue.top();
        queue.pop();
        if (reached > distance[node]) continue;
        for (auto [next, weight] : graph[node]) {
            if (reached + weight < distance[next]) {
                distance[next] = reached + weight;
                queue.emplace(distance[next], next);
            }
        }
    }
    return distance;
}

struct UnionFind {
    vector<int> parent;
    explicit UnionFind(int n) : parent(n) { iota(parent.begin(), parent.end(), 0); }
    int find(int x) { return parent[x] == x ? x : parent[x] = find(parent[x]); }
    bool join(int a, int b) {
        a = find(a), b = find(b);
        if (a == b) return false;
        parent[a] = b;
        return true;
    }
};

int main() {
    ios::sync_with_stdio(false);
    cin.tie(nullptr);
    int n;
    if (!(cin >> n)) return 1;
    SegmentTree tree(n + 1);
    for (int i = 0; i < n; i++) tree.update(1, 0, tree.size, i, i + 1, salt);
    ll from_tree = tree.query(1, 0, tree.size, 0, n) / salt;

    vector<vector<pair<int, ll>>> graph(n + 1);
    for (int i = 0; i < n; i++) {
        graph[i].emplace_back(i + 1, 1);
        graph[i + 1].emplace_back(i, salt);
    }
    ll from_graph = shortest(graph, 0)[n];

    map<string, vector<int>> groups;
    for (int i = 0; i < n; i++) {
        string word = to_string(i % 3 + salt);
        reverse(word.begin(), word.end());
        groups[word].push_back(i);
    }
    set<int> all;
    for (auto& [word, members] : groups) {
        sort(members.rbegin(), members.rend());
        for (int member : members) all.insert(member);
    }
    UnionFind parts(n + 1);
    int joined = 0;
    for (int i = 0; i < n; i++) joined += parts.join(i, i + 1);
    unordered_map<ll, int> seen;
    for (int i = 0; i < n; i++) seen[i * salt]++;
    bool whole = (ll)all.size() == n && joined == n && (ll)seen.size() == n;
    cout << (whole ? from_tree + from_graph : -1) << "\n";
}
