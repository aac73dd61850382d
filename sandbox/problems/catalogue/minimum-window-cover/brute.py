def shortest_walk(street, wanted, puddles):
    n = len(street)
    for length in range(1, n + 1):
        for first in range(n - length + 1):
            walk = street[first:first + length]
            if walk.count(0) <= puddles and all(walk.count(kind) >= pieces for kind, pieces in wanted):
                return [first, length]
    return []
