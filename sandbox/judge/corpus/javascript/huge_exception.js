function double(n) {
    throw new Error('x'.repeat(1e6));
}
