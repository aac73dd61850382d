def fewest_exchanges(heights):
    return min(exchanges(list(heights), sorted(heights)), exchanges(list(heights), sorted(heights)[::-1]))


def exchanges(row, wanted):
    needed = 0
    for step in range(len(row)):
        if row[step] == wanted[step]:
            continue
        other = step + 1
        while row[other] != wanted[step]:
            other += 1
        row[step], row[other] = row[other], row[step]
        needed += 1
    return needed
