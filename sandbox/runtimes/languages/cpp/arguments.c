// What starts a program whose main takes the arguments that it is called with: the judge's programs
// have some, players' programs are linked with main.c instead.
#include <stdlib.h>
#include <wasi/api.h>

int __main_argc_argv(int argc, char **argv);

int __main_void(void) {
    __wasi_size_t count = 0, bytes = 0;
    if (__wasi_args_sizes_get(&count, &bytes) != 0) _Exit(71);
    char *text = malloc(bytes + 1);
    char **arguments = calloc(count + 1, sizeof *arguments);
    if (text == NULL || arguments == NULL) _Exit(71);
    if (__wasi_args_get((unsigned char **)arguments, (unsigned char *)text) != 0) _Exit(71);
    return __main_argc_argv((int)count, arguments);
}
