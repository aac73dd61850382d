#include <bits/stdc++.h>
using namespace std;

struct Reader { int gap, height, number; };

int main() {
    ios::sync_with_stdio(false);
    cin.tie(nullptr);
    int n, q;
    cin >> n >> q;
    vector<int> books(n);
    for (int& book : books) cin >> book;
    vector<Reader> readers(q);
    for (int i = 0; i < q; i++) {
        cin >> readers[i].gap >> readers[i].height;
        readers[i].number = i;
    }
    sort(readers.begin(), readers.end(), [](auto& one, auto& other) { return one.gap < other.gap; });

    vector<int> ordered = books;
    sort(ordered.begin(), ordered.end());
    auto lower_than = [&](int height) {
        return int(lower_bound(ordered.begin(), ordered.end(), height) - ordered.begin());
    };
    auto up_to = [&](int height) {
        return int(upper_bound(ordered.begin(), ordered.end(), height) - ordered.begin());
    };
    // A Fenwick tree: by rank in `ordered`, the books to the left of the gap that is looked at.
    vector<int> tree(n + 1);
    auto count = [&](int rank) {
        int total = 0;
        for (; rank > 0; rank &= rank - 1) total += tree[rank];
        return total;
    };

    int placed = 0;
    long long crooked = 0;
    auto place_until = [&](int gap) {
        for (; placed < gap; placed++) {
            int rank = up_to(books[placed]);
            crooked += placed - count(rank);
            for (; rank <= n; rank += rank & -rank) tree[rank]++;
        }
    };
    vector<int> added(q);
    for (auto [gap, height, number] : readers) {
        place_until(gap);
        int lower = lower_than(height);
        int taller_left = placed - count(up_to(height));
        int lower_right = lower - count(lower);
        added[number] = taller_left + lower_right;
    }
    place_until(n);
    for (int more : added) cout << crooked + more << '\n';
}
