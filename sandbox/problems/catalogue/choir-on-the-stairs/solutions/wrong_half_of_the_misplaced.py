def fewest_exchanges(heights):
    rising = sorted(heights)
    return min(
        (sum(a != b for a, b in zip(heights, wanted)) + 1) // 2 for wanted in (rising, rising[::-1])
    )
