def longest_streak(days):
    fed = set(days)
    best = [0, 0]
    for day in sorted(fed):
        if day - 1 in fed:
            continue
        length = 1
        while day + length in fed:
            length += 1
        if length >= best[1]:
            best = [day, length]
    return best
