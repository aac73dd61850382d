def two_sum(prices, coins):
    nearest = {}
    here = 0
    while here < len(prices) and coins - prices[here] not in nearest:
        nearest[prices[here]] = here
        here += 1
    return [nearest[coins - prices[here]], here]
