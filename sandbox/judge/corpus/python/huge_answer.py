def double(n):
    return list(range(50000))
