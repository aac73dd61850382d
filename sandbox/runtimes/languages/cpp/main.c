// What starts a program whose main takes arguments: there are none. Unlike the C library's, it wants
// a main, so that a program without one does not link.
int __main_argc_argv(int argc, char **argv);

int __main_void(void) {
    static char *arguments[] = {0};
    return __main_argc_argv(0, arguments);
}
