volatile int seven = 7, zero = 0;
int main() { return seven / zero; }
