function double(n) {
    const kept = [];
    for (;;) kept.push(new Uint8Array(1 << 20));
}
