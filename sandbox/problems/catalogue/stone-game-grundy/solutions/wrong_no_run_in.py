def stone_game_grundy(piles, moves):
    reach = max(moves)
    limit = 6000
    values = []
    for size in range(limit):
        taken = {values[size - move] for move in moves if move <= size}
        value = 0
        while value in taken:
            value += 1
        values.append(value)

    row = values[-reach:]
    period = 1
    while values[-reach - period : -period] != row:
        period += 1

    total = 0
    for pile in piles:
        total ^= values[pile % period]
    winning = 0
    for pile in piles:
        wanted = total ^ values[pile % period]
        for move in moves:
            if move <= pile and total and values[(pile - move) % period] == wanted:
                winning += 1
    return winning
