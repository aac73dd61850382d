function double(n) {
    throw new Proxy(new Error('x'), { get() { throw new Error('no'); } });
}
