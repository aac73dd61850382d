/*
 * Loaded into the tool that initialises CPython: randomness and clocks that are the same in every
 * build. The interpreter draws its hash seed while it is initialised, and the order of its sets, the
 * layout of its heap and so the fuel of programs follow from that.
 */
#include <stddef.h>
#include <sys/types.h>
#include <time.h>

/* 2026-01-01T00:00:00Z, when the judge's virtual clock starts. */
#define START 1767225600

static unsigned char next_byte;
static long ticks;

ssize_t getrandom(void *buffer, size_t length, unsigned flags)
{
    unsigned char *bytes = buffer;
    (void)flags;
    for (size_t i = 0; i < length; i++)
        bytes[i] = (unsigned char)(next_byte++ * 37 + 11);
    return (ssize_t)length;
}

int getentropy(void *buffer, size_t length)
{
    getrandom(buffer, length, 0);
    return 0;
}

int clock_gettime(clockid_t clock, struct timespec *now)
{
    (void)clock;
    now->tv_sec = START;
    now->tv_nsec = ++ticks;
    return 0;
}
