#include <cstring>
int main() { std::memset(reinterpret_cast<void *>(16), 0xff, 60000000); }
