MODULUS = 1000000007


def coin_change_counts(coins, copies, amount):
    ways = [0] * (amount + 1)
    ways[0] = 1
    for coin, owned in zip(coins, copies):
        # Either no piece of this kind, or one more than for the rest; never owned + 1 of them.
        more = ways[:]
        first_excess = coin * (owned + 1)
        for total in range(coin, min(first_excess, amount + 1)):
            more[total] = (ways[total] + more[total - coin]) % MODULUS
        for total in range(first_excess, amount + 1):
            more[total] = (ways[total] + more[total - coin] - ways[total - first_excess]) % MODULUS
        ways = more
    return ways[amount]
