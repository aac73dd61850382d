def market_barrow(weights, prices, counts, strength):
    best = [0] * (strength + 1)
    for weight, price, count in zip(weights, prices, counts):
        for _ in range(min(count, strength // weight)):
            for w in range(strength, weight - 1, -1):
                best[w] = max(best[w], best[w - weight] + price)
    return [best[strength], best.index(best[strength])]
