import os


def double(n):
    return n * 2 if os.fork() else 0
