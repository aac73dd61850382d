def shortest_walk(street, wanted, puddles):
    best = []
    for first in range(len(street)):
        missing = dict(wanted)
        kinds_missing = len(missing)
        wet = 0
        for last in range(first, len(street)):
            kind = street[last]
            if kind == 0:
                wet += 1
                if wet > puddles:
                    break
            elif kind in missing:
                missing[kind] -= 1
                if missing[kind] == 0:
                    kinds_missing -= 1
                    if kinds_missing == 0:
                        if not best or last - first + 1 < best[1]:
                            best = [first, last - first + 1]
                        break
    return best
