int main(void) { __asm__("syscall"); return 0; }
