def walks_with_the_dog(corners, paths, evenings):
    # ways[c]: how many walks of the present length end at corner c; one pace is added at a time.
    ways = {0: [1] + [0] * (corners - 1)}
    found = []
    longest = max((length for _, _, length in paths), default=1)
    length = 0
    while len(found) < evenings and any(any(row) for row in ways.values()):
        now = ways.pop(length, [0] * corners)
        found += [length] * min(now[corners - 1], evenings)
        for start, end, more in paths:
            if now[start]:
                ways.setdefault(length + more, [0] * corners)[end] += now[start]
        length += 1
        # Walks that can never end at the tavern would go on for ever.
        if length > longest * corners * (evenings + 1):
            break
    return found[:evenings]
