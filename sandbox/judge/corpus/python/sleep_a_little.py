import time


def double(n):
    start = time.monotonic()
    time.sleep(0.01)
    assert time.monotonic() - start >= 0.01
    return n * 2
