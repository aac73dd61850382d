def double(n):
    deep = []
    for _ in range(2000):
        deep = [deep]
    return deep
