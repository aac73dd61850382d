def fewest_exchanges(heights):
    order = sorted(range(len(heights)), key=heights.__getitem__)
    return min(exchanges(order), exchanges(order[::-1]))


def exchanges(comes_from):
    """A cycle of singers who want each other's steps takes one exchange less than it has singers."""
    needed = len(comes_from)
    seen = [False] * needed
    for start in range(len(comes_from)):
        if seen[start]:
            continue
        needed -= 1
        step = start
        while not seen[step]:
            seen[step] = True
            step = comes_from[step]
    return needed
