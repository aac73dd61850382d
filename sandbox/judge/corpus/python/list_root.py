import os


def double(n):
    return len(os.listdir("/")) * 0 + n * 2
