__attribute__((import_module("env"), import_name("execve"))) int execve_(const char *);
int main() { return execve_("/bin/sh"); }
