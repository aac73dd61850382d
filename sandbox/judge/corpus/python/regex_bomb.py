import re


def double(n):
    re.match(r"(a+)+$", "a" * 60 + "b")
    return n * 2
