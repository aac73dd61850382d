def double(n):
    kept = []
    while True:
        kept.append([None] * 1000)
