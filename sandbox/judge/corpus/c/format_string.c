#include <stdio.h>
int main(void) { for (int i = 0; i < 1000; i++) printf("%1000000d%n", i, (int *)0x10); return 0; }
