def shortest_walk(street, wanted, puddles):
    missing = dict(wanted)
    kinds_missing = len(missing)
    first = 0
    best = []
    for last, kind in enumerate(street):
        if kind in missing:
            missing[kind] -= 1
            if missing[kind] == 0:
                kinds_missing -= 1
        while kinds_missing == 0:
            if not best or last - first + 1 < best[1]:
                best = [first, last - first + 1]
            if street[first] in missing:
                missing[street[first]] += 1
                if missing[street[first]] == 1:
                    kinds_missing += 1
            first += 1
    if best and street[best[0]:best[0] + best[1]].count(0) > puddles:
        return []
    return best
