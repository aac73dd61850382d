#include <cstdlib>
int main() {
    for (int i = 0; i < 1000; i++) std::atexit([] { std::exit(9); });
    return 0;
}
