def cheapest_cast(fees, rivals):
    players = len(fees)
    # Who may lead the scene after a player, as bits.
    may_follow = [(1 << players) - 1] * players
    for a, b in rivals:
        may_follow[a] &= ~(1 << b)
    # best[cast][last]: the least that the first scenes cost with this set of players and this one in the last of them.
    best = [{} for _ in range(1 << players)]
    for player in range(players):
        best[1 << player][player] = fees[player][0]
    whole = (1 << players) - 1
    for cast in range(1, whole):
        scene = cast.bit_count()
        for last, cost in best[cast].items():
            free = may_follow[last] & ~cast
            while free:
                bit = free & -free
                free ^= bit
                player = bit.bit_length() - 1
                total = cost + fees[player][scene]
                ahead = best[cast | bit]
                if ahead.get(player, total) >= total:
                    ahead[player] = total
    return min(best[whole].values(), default=-1)
