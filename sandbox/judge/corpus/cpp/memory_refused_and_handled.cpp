#include <iostream>
#include <new>
char *volatile kept;
int main() {
    try {
        kept = new char[2000000000u];
        std::cout << "it came\n";
    } catch (const std::bad_alloc &) {
    }
    long long n;
    std::cin >> n;
    std::cout << n * 2 << '\n';
}
