function double(n) {
    return Array.from({ length: 100000 }, (_, i) => i);
}
