function double(n) {
    let deep = [];
    for (let i = 0; i < 2000; i++) deep = [deep];
    return deep;
}
