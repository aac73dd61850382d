def market_barrow(weights, prices, counts, strength):
    # best[w]: the most pennies of a load of at most w pounds
    best = [0] * (strength + 1)
    for weight, price, count in zip(weights, prices, counts):
        left = min(count, strength // weight)
        # Bundles of 1, 2, 4, … pieces and a rest: any number of pieces is a choice of bundles.
        size = 1
        while left > 0:
            size = min(size, left)
            left -= size
            heavy, dear = size * weight, size * price
            with_bundle = [pennies + dear for pennies in best[: strength + 1 - heavy]]
            best[heavy:] = map(max, best[heavy:], with_bundle)
            size *= 2
    return [best[strength], best.index(best[strength])]
