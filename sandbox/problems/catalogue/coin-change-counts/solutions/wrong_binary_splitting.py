MODULUS = 1000000007


def coin_change_counts(coins, copies, amount):
    ways = [0] * (amount + 1)
    ways[0] = 1
    for coin, owned in zip(coins, copies):
        left = min(owned, amount // coin)
        bundle = 1
        while left > 0:
            bundle = min(bundle, left)
            value = bundle * coin
            for total in range(amount, value - 1, -1):
                ways[total] = (ways[total] + ways[total - value]) % MODULUS
            left -= bundle
            bundle *= 2
    return ways[amount]
