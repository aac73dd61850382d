"""Tries every way to cut the row into trips."""


def ship_capacity(weights, fragile, trips):
    count = len(weights)
    best = -1
    for cuts in range(1 << (count - 1)):
        if cuts.bit_count() + 1 > trips:
            continue
        loads = [0]
        possible = True
        for i in range(count):
            loads[-1] += weights[i]
            if i + 1 < count:
                if cuts >> i & 1:
                    loads.append(0)
                elif fragile[i]:
                    possible = False
        if possible and (best == -1 or max(loads) < best):
            best = max(loads)
    return best
