function double(n) {
    const strange = { toString() { return `${strange}`; } };
    return `${strange}`;
}
