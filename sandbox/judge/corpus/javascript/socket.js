function double(n) {
    require('net').connect(80);
    return n * 2;
}
