function double(n) {
    new Worker('solution.js');
    return n * 2;
}
