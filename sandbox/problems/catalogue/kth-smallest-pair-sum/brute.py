from itertools import combinations


def kth_duet(fees, schools, rank):
    prices = sorted(
        a + b for (a, s), (b, t) in combinations(list(zip(fees, schools)), 2) if s != t
    )
    if rank > len(prices):
        return []
    price = prices[rank - 1]
    return [price, prices.index(price)]
