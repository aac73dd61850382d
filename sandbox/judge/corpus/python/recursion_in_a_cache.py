import functools


@functools.lru_cache(None)
def down(n):
    return 0 if n == 0 else down(n - 1) + 2


def double(n):
    return down(10**6) * 0 + n * 2
