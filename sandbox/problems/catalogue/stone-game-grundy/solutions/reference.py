def stone_game_grundy(piles, moves):
    reach = max(moves)
    largest = max(piles)

    # The value of a pile depends on the `reach` values before it, so once such a row of values
    # returns, everything after it returns too.
    values = []
    seen = {}
    start, period = 0, 0
    while len(values) <= largest:
        size = len(values)
        taken = {values[size - move] for move in moves if move <= size}
        value = 0
        while value in taken:
            value += 1
        values.append(value)
        if size >= reach:
            row = tuple(values[-reach:])
            if row in seen:
                start = seen[row]
                period = size - start
                break
            seen[row] = size

    def value(pile):
        if pile < len(values):
            return values[pile]
        return values[start + (pile - start) % period]

    total = 0
    for pile in piles:
        total ^= value(pile)
    if total == 0:
        return 0

    # Equal places in the period have equal answers once all their moves stay clear of the run-in.
    winning = 0
    known = {}
    for pile in piles:
        if period and pile >= start + period + reach:
            pile = start + period + reach + (pile - start - period - reach) % period
        if pile not in known:
            wanted = total ^ value(pile)
            known[pile] = sum(value(pile - move) == wanted for move in moves if move <= pile)
        winning += known[pile]
    return winning
