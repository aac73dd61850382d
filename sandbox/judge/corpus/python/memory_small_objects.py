def double(n):
    kept = []
    while True:
        kept.append(str(len(kept)) * 500)
