def shortest_walk(street, wanted, puddles):
    missing = dict(wanted)
    kinds_missing = len(missing)
    wet = 0
    first = 0
    best = []
    for last, kind in enumerate(street):
        if kind == 0:
            wet += 1
        elif kind in missing:
            missing[kind] -= 1
            if missing[kind] == 0:
                kinds_missing -= 1
        if kinds_missing:
            continue
        # Drop what is not needed: the shortest walk that ends here is the driest one as well.
        while True:
            kind = street[first]
            if kind == 0:
                wet -= 1
            elif kind in missing:
                if missing[kind] == 0:
                    break
                missing[kind] += 1
            first += 1
        if wet <= puddles and (not best or last - first + 1 < best[1]):
            best = [first, last - first + 1]
    return best
