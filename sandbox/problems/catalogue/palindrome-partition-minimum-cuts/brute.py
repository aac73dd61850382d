def cheapest_cuts(beads, prices):
    # Every set of cuts, as the bits of a number.
    best = sum(prices)
    for cuts in range(1 << len(prices)):
        places = [i + 1 for i in range(len(prices)) if cuts >> i & 1]
        borders = [0] + places + [len(beads)]
        pieces = [beads[a:b] for a, b in zip(borders, borders[1:])]
        if all(piece == piece[::-1] for piece in pieces):
            best = min(best, sum(prices[place - 1] for place in places))
    return best
