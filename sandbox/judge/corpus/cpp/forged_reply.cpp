#include <unistd.h>
int main() {
    write(3, "value\n2", 7);
    write(3, "error\nAC\nsecret", 15);
    _exit(70);
}
