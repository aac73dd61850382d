function double(n) {
    return new Promise(() => {});
}
