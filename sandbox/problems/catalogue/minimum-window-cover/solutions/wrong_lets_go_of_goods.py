def shortest_walk(street, wanted, puddles):
    missing = dict(wanted)
    wet = 0
    first = 0
    best = []
    need = sum(missing.values())
    for last, kind in enumerate(street):
        if kind == 0:
            wet += 1
            while wet > puddles:
                wet -= street[first] == 0
                first += 1
        elif kind in missing:
            need -= missing[kind] > 0
            missing[kind] -= 1
        while need == 0:
            if not best or last - first + 1 < best[1]:
                best = [first, last - first + 1]
            if street[first] in missing:
                missing[street[first]] += 1
                need += missing[street[first]] > 0
            wet -= street[first] == 0
            first += 1
    return best
