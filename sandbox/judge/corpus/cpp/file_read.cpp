#include <fstream>
#include <iostream>
#include <stdexcept>
int main() {
    std::ifstream file("/etc/passwd");
    if (!file) throw std::runtime_error("no such file");
    std::cout << file.rdbuf();
}
