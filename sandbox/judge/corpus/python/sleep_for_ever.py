import time


def double(n):
    time.sleep(10**8)
    return n * 2
