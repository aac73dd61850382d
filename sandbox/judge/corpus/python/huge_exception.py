def double(n):
    raise ValueError("x" * 10**6)
