#include <stdlib.h>
char *volatile kept;
int main(void) { for (;;) { kept = malloc(1 << 20); if (!kept) abort(); *kept = 1; } }
