def two_sum(prices, coins):
    nearest = {}
    for here, price in enumerate(prices):
        nearest[price] = here
        if coins - price in nearest:
            return [nearest[coins - price], here]
    return []
