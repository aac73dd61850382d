function double(n) {
    const kept = [];
    for (;;) kept.push(String(kept.length).repeat(100000));
}
