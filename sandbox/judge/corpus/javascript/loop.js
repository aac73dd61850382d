function double(n) {
    for (;;);
}
