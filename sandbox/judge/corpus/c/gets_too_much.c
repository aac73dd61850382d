#include <stdio.h>
#include <string.h>
int main(void) { char s[4]; memset(s, 'x', 100000000); puts(s); return 0; }
