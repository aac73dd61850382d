#include <cstdio>
char *volatile kept;
int main() {
    kept = new char[3000000000u];
    std::printf("%d\n", kept[7]);
}
