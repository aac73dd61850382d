char a[2000000000];
int main() { a[7] = 1; return a[8]; }
