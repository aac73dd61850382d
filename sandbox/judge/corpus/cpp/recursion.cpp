volatile long long end = 0;
long long f(long long n) { return n == end ? 0 : f(n + 1) * 3 + f(n + 2); }
int main() { return f(1) == 7; }
