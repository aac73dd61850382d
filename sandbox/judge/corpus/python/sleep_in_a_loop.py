import time


def double(n):
    while True:
        time.sleep(0.001)
