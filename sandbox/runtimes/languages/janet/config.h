/* What Janet is told about the place that it runs in; included before each of its files. */
#include <stdio.h>
#include <stddef.h>
#include <stdlib.h>
#include <time.h>
#include <unistd.h>

FILE *arena_stdin(void);
void arena_flush(void);
void arena_out_of_memory(void) __attribute__((noreturn));

/* There are no processes, files or threads, and one clock. */
#define _SYS_WAIT_H
#define CLOCK_PROCESS_CPUTIME_ID CLOCK_MONOTONIC
#define tmpfile() ((FILE *)NULL)
#define tzset() ((void)0)
#undef stdin
#define stdin (arena_stdin())
#define JANET_OUT_OF_MEMORY arena_out_of_memory()
/* What was printed is never lost. */
#define _Exit(status) (arena_flush(), _Exit(status))

/* The host's random source, at most 256 bytes a call. */
static inline int arena_fill(unsigned char *out, size_t length)
{
    for (size_t done = 0; done < length; done += 256)
        if (getentropy(out + done, length - done < 256 ? length - done : 256))
            return -1;
    return 0;
}
