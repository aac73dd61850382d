def fewest_exchanges(heights):
    # Breadth first through all rows that exchanges can make.
    content = {tuple(sorted(heights)), tuple(sorted(heights, reverse=True))}
    rows = {tuple(heights)}
    exchanges = 0
    while not rows & content:
        further = set()
        for row in rows:
            for i in range(len(row)):
                for j in range(i):
                    changed = list(row)
                    changed[i], changed[j] = changed[j], changed[i]
                    further.add(tuple(changed))
        rows = further
        exchanges += 1
    return exchanges
