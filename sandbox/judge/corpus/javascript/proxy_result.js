function double(n) {
    return new Proxy([], { get() { throw new Error('no'); } });
}
