def cheapest_cast(fees, rivals):
    enemies = {(a, b) for a, b in rivals} | {(b, a) for a, b in rivals}
    left = list(range(len(fees)))
    last = None
    total = 0
    for scene in range(len(fees)):
        may = [player for player in left if (last, player) not in enemies]
        if not may:
            return -1
        last = min(may, key=lambda player: fees[player][scene])
        left.remove(last)
        total += fees[last][scene]
    return total
