def count_candles(found_from, orders):
    size = len(found_from)
    next_to = [[] for _ in found_from]
    for chamber in range(1, size):
        next_to[found_from[chamber]].append(chamber)
    first = [0] * size
    behind = [0] * size
    tour = []

    def go(chamber):
        first[chamber] = len(tour)
        tour.append(chamber)
        for deeper in next_to[chamber]:
            go(deeper)
        behind[chamber] = len(tour)

    go(0)
    candles = [0] * size
    answers = []
    for kind, a, b in orders:
        if kind == 0:
            for place in range(first[a], behind[a]):
                candles[tour[place]] += b
            continue
        total = 0
        while a != b:
            total += candles[max(a, b)]
            a, b = min(a, b), found_from[max(a, b)]
        answers.append(total + candles[a])
    return answers
