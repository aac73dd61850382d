function double(n) {
    for (;;) console.error('x'.repeat(1000));
}
