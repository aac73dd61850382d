import time


def double(n):
    start = time.perf_counter_ns()
    while time.perf_counter_ns() - start < 1000000:
        pass
    return n * 2
