function double(n) {
    return '\ud800';
}
