import builtins

builtins.len = None
builtins.isinstance = None


def double(n):
    return n * 2
