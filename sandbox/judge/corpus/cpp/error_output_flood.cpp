#include <iostream>
int main() { for (;;) std::cerr << "flood\n"; }
