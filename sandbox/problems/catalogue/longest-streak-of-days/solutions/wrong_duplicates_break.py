def longest_streak(days):
    days = sorted(days)
    best = [days[0], 1]
    first = days[0]
    for previous, day in zip(days, days[1:]):
        if day != previous + 1:
            first = day
        if day - first + 1 > best[1]:
            best = [first, day - first + 1]
    return best
