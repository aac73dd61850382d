long long smudged_visitor_book(char *book) {
    // Every number of people from fewest to most may be inside.
    int fewest = 0, most = 0, settled = 0;
    for (int i = 0; book[i]; i++) {
        fewest += book[i] == '(' ? 1 : -1;
        most += book[i] == ')' ? -1 : 1;
        if (most < 0) break;
        if (fewest < 0) fewest = 0;
        if (fewest == 0) settled = i + 1;
    }
    return settled;
}
