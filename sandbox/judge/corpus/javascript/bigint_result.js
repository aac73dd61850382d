function double(n) {
    return BigInt(n) * 2n;
}
