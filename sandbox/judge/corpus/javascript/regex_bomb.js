function double(n) {
    /(a+)+$/.test('a'.repeat(60) + 'b');
    return n * 2;
}
