def longest_streak(days):
    best = None
    for first in sorted(days):
        length = 0
        while first + length in days:
            length += 1
        if best is None or length > best[1]:
            best = [first, length]
    return best
