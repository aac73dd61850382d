#include "solution.cpp"
#include "solution.cpp"
int main() {}
