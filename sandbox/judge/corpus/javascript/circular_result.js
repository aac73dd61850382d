function double(n) {
    const ring = [];
    ring.push(ring);
    return ring;
}
