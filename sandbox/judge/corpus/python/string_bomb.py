def double(n):
    text = "x" * (1 << 28)
    return n * 2
