def two_sum(prices, coins):
    for here in range(len(prices)):
        for back in range(here - 1, -1, -1):
            if prices[back] + prices[here] == coins:
                return [back, here]
    return []
