#include <cstdint>
int main() {
    for (std::uintptr_t at = 0xfffffff0u; at > 0x1000; at -= 0x10000) *reinterpret_cast<volatile char *>(at) = 1;
}
