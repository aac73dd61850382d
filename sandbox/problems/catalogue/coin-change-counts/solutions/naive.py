MODULUS = 1000000007


def coin_change_counts(coins, copies, amount):
    ways = [0] * (amount + 1)
    ways[0] = 1
    for coin, owned in zip(coins, copies):
        more = [0] * (amount + 1)
        for total in range(amount + 1):
            count = 0
            for pieces in range(min(owned, total // coin) + 1):
                count += ways[total - pieces * coin]
            more[total] = count % MODULUS
        ways = more
    return ways[amount]
