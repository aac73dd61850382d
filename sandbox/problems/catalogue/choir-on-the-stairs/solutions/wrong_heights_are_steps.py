def fewest_exchanges(heights):
    return min(exchanges(heights), exchanges(heights[::-1]))


def exchanges(row):
    seen = [False] * len(row)
    needed = 0
    for start in range(len(row)):
        step = start
        while not seen[step]:
            seen[step] = True
            step = row[step] - 1
            needed += step != start
    return needed
