volatile int at = 9;
int main() { volatile int frame[20000000]; frame[at] = 1; return frame[at + 1]; }
