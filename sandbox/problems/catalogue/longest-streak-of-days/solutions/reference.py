def longest_streak(days):
    best_first, best_length = 0, 0
    first, previous = 0, None
    for day in sorted(set(days)):
        if previous is None or day != previous + 1:
            first = day
        previous = day
        if day - first + 1 > best_length:
            best_first, best_length = first, day - first + 1
    return [best_first, best_length]
