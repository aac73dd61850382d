#include <bits/stdc++.h>
using namespace std;

long long smudged_visitor_book(string book) {
    // Every number of people from fewest to most may be inside.
    long long fewest = 0, most = 0, settled = 0;
    for (size_t i = 0; i < book.size(); i++) {
        fewest += book[i] == '(' ? 1 : -1;
        most += book[i] == ')' ? -1 : 1;
        if (most < 0) break;
        fewest = max(fewest, 0LL);
        if (fewest == 0) settled = i + 1;
    }
    return settled;
}
