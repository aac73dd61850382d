def double(n):
    return list(range(1000000))
