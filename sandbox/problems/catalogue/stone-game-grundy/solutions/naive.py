def stone_game_grundy(piles, moves):
    values = []
    for size in range(max(piles) + 1):
        taken = {values[size - move] for move in moves if move <= size}
        value = 0
        while value in taken:
            value += 1
        values.append(value)

    total = 0
    for pile in piles:
        total ^= values[pile]
    if total == 0:
        return 0
    winning = 0
    for pile in piles:
        for move in moves:
            if move <= pile and values[pile - move] == total ^ values[pile]:
                winning += 1
    return winning
