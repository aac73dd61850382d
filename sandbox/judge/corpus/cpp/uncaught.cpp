#include <stdexcept>
int main() { throw std::domain_error("never caught"); }
