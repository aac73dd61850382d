def cheapest_cast(fees, rivals):
    players = len(fees)
    enemies = [set() for _ in fees]
    for a, b in rivals:
        enemies[a].add(b)
        enemies[b].add(a)
    led = [False] * players

    def rest(scene, last):
        if scene == players:
            return 0
        least = None
        for player in range(players):
            if led[player] or last is not None and player in enemies[last]:
                continue
            led[player] = True
            cost = rest(scene + 1, player)
            led[player] = False
            if cost is not None and (least is None or cost + fees[player][scene] < least):
                least = cost + fees[player][scene]
        return least

    least = rest(0, None)
    return -1 if least is None else least
