def two_sum(prices, coins):
    pairs = [
        (stop, -back)
        for stop in range(len(prices))
        for back in range(stop)
        if prices[back] + prices[stop] == coins
    ]
    if not pairs:
        return []
    stop, back = min(pairs)
    return [-back, stop]
