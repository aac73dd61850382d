def two_sum(prices, coins):
    nearest = {}
    for here, price in enumerate(prices):
        back = nearest.get(coins - price)
        if back is not None:
            return [back, here]
        nearest[price] = here
    return []
