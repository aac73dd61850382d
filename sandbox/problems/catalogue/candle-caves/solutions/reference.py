def count_candles(found_from, orders):
    size = len(found_from)
    depth = [0] * size
    deeper = [1] * size
    for chamber in range(1, size):
        depth[chamber] = depth[found_from[chamber]] + 1
    for chamber in range(size - 1, 0, -1):
        deeper[found_from[chamber]] += deeper[chamber]
    # A chamber and all that is deeper stand side by side in the tour: first[c] to first[c] + deeper[c] - 1.
    first = [0] * size
    taken = [1] * size
    # Of the chambers below each one the largest keeps to the same lane; a way changes its lane only a few times.
    lane = list(range(size))
    largest = [0] * size
    for chamber in range(1, size):
        before = found_from[chamber]
        first[chamber] = first[before] + taken[before]
        taken[before] += deeper[chamber]
        if not largest[before] or deeper[chamber] > deeper[largest[before]]:
            largest[before] = chamber
    for chamber in range(1, size):
        if largest[found_from[chamber]] == chamber:
            lane[chamber] = lane[found_from[chamber]]

    def meeting(a, b):
        while lane[a] != lane[b]:
            if depth[lane[a]] < depth[lane[b]]:
                b = found_from[lane[b]]
            else:
                a = found_from[lane[a]]
        return a if depth[a] < depth[b] else b

    # On the way from the entrance to a chamber below c, an order for c with x candles leaves x in each chamber from c on:
    # x times the depth, less x times the depth above c. Both factors are kept in Fenwick trees over the tour.
    rates = [0] * (size + 1)
    bases = [0] * (size + 1)

    def put(place, rate, base):
        place += 1
        while place <= size:
            rates[place] += rate
            bases[place] += base
            place += place & -place

    def until(chamber):
        """The candles on the way from the entrance, and those in the chamber itself."""
        place = first[chamber] + 1
        rate = base = 0
        while place:
            rate += rates[place]
            base += bases[place]
            place &= place - 1
        return rate * depth[chamber] + base, rate

    answers = []
    for kind, a, b in orders:
        if kind == 0:
            base = b * (1 - depth[a])
            put(first[a], b, base)
            put(first[a] + deeper[a], -b, -base)
        else:
            common, there = until(meeting(a, b))
            answers.append(until(a)[0] + until(b)[0] - 2 * common + there)
    return answers
