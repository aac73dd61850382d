function double(n) {
    const again = () => Promise.resolve().then(again);
    return again();
}
