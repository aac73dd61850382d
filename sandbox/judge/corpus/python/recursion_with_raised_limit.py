import sys

sys.setrecursionlimit(10**9)


class Deep:
    def __eq__(self, other):
        return Deep() == Deep()


def double(n):
    return Deep() == Deep()
