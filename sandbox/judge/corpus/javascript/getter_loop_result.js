function double(n) {
    return { get answer() { for (;;); } };
}
