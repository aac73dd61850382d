__attribute__((import_module("wasi_snapshot_preview1"), import_name("path_open"))) int path_open(
    int, int, int, int, int, long long, long long, int, int);
#include <cstdio>
int main() { std::printf("%d\n", path_open(3, 0, 0, 0, 0, 0, 0, 0, 0)); }
