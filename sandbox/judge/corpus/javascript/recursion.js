function double(n) {
    return double(n + 1) + 1;
}
