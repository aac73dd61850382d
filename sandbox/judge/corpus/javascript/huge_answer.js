function double(n) {
    return Array.from({ length: 20000 }, (_, i) => i);
}
