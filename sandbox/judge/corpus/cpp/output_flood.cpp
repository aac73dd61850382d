#include <iostream>
int main() { for (;;) std::cout << "flood" << std::endl; }
