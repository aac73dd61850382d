int main() {
    for (;;) try { throw 1; } catch (...) {}
}
