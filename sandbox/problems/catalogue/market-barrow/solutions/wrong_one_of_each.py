def market_barrow(weights, prices, counts, strength):
    best = [0] * (strength + 1)
    for weight, price in zip(weights, prices):
        for w in range(strength, weight - 1, -1):
            best[w] = max(best[w], best[w - weight] + price)
    return [best[strength], best.index(best[strength])]
