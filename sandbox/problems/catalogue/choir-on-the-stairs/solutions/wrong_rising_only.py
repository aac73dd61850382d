def fewest_exchanges(heights):
    order = sorted(range(len(heights)), key=heights.__getitem__)
    seen = [False] * len(order)
    needed = 0
    for start in range(len(order)):
        step = start
        while not seen[step]:
            seen[step] = True
            step = order[step]
            needed += step != start
    return needed
