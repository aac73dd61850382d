import sys


def double(n):
    while True:
        sys.stderr.write("x" * 1000)
