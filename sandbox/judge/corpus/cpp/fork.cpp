#include <cstdio>
extern "C" int fork();
int main() { std::printf("%d\n", fork()); }
