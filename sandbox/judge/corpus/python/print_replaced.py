import builtins
import sys

builtins.print = None
sys.stdout = None


def double(n):
    return n * 2
