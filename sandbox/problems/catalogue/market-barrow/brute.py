def market_barrow(weights, prices, counts, strength):
    def loads(i, weight, pennies):
        """Every load, by weight and pennies, with the kinds from i on still to be chosen."""
        if i == len(weights):
            yield weight, pennies
            return
        for pieces in range(counts[i] + 1):
            if weight + pieces * weights[i] > strength:
                break
            yield from loads(i + 1, weight + pieces * weights[i], pennies + pieces * prices[i])

    weight, pennies = min(loads(0, 0, 0), key=lambda load: (-load[1], load[0]))
    return [pennies, weight]
