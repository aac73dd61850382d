int f(int n) { volatile int kept[64]; kept[n & 63] = n; return f(n + 1) + kept[n & 63]; }
int main(void) { return f(0); }
