def stone_game_grundy(piles, moves):
    reach = max(moves)
    values = []
    for size in range(6000):
        taken = {values[size - move] for move in moves if move <= size}
        value = 0
        while value in taken:
            value += 1
        values.append(value)
    row = values[-reach:]
    period = 1
    while values[-reach - period : -period] != row:
        period += 1

    def value(pile):
        return values[pile if pile < 3000 else 3000 + (pile - 3000) % period]

    total = 0
    for pile in piles:
        total ^= value(pile)
    return sum(1 for pile in piles if total ^ value(pile) < value(pile))
