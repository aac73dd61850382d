#include <stdexcept>
#include <string>
int main() { throw std::runtime_error(std::string(5000000, 'x')); }
