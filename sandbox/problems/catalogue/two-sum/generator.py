"""Rows of stalls: with one pair, many pairs, no pair, and prices that only pair with themselves."""
import random

MAX_STALLS = 30_000
MAX_PRICE = 1_000_000_000


def planted(rng, length, left, right, coins):
    """A row in which only the stalls `left` and `right` make `coins`."""
    # All others are below a quarter of coins, so that no two of them reach it.
    prices = [rng.randrange(coins // 4) for _ in range(length)]
    price = coins // 2 + rng.randrange(1, coins // 8)
    prices[right] = price
    prices[left] = coins - price
    for i in range(length):
        if i not in (left, right) and prices[i] + price == coins:
            prices[i] -= 1
    return prices


def generate(seed):
    rng = random.Random(seed)
    cases = []

    def add(name, prices, coins):
        cases.append({"name": name, "input": {"prices": prices, "coins": coins}})

    add("one stall, half the coins", [5], 10)
    add("one free stall, no coins", [0], 0)
    add("two stalls that fit", [1, 2], 3)
    add("two stalls that do not fit", [1, 2], 4)
    add("two free stalls, no coins", [0, 0], 0)
    add("half the coins once", [4, 1, 2, 9], 8)
    add("half the coins twice, apart", [4, 1, 2, 9, 4], 8)
    add("three of one price", [6, 6, 6], 12)
    add("nearest of many", [2, 2, 2, 2, 9, 2], 11)
    add("dearest pair", [MAX_PRICE, 3, MAX_PRICE], 2 * MAX_PRICE)
    add("more coins than any pair", [MAX_PRICE] * 10, 2 * MAX_PRICE - 1)
    add("free and dear", [0, 7, 8, MAX_PRICE], MAX_PRICE)
    add("small prices, a pair soon", [rng.randrange(10) for _ in range(50)], 13)
    for length in (100, 1000):
        add(f"random {length}, no pair", [2 * rng.randrange(10**8) for _ in range(length)], 10**8 + 1)
        left, right = sorted(rng.sample(range(length), 2))
        coins = 10**9 + 7
        add(f"random {length}, one pair", planted(rng, length, left, right, coins), coins)
    n = MAX_STALLS
    coins = 1_200_000_006
    add("max size, pair at both ends", planted(rng, n, 0, n - 1, coins), coins)
    add("max size, pair at the end", planted(rng, n, n - 2, n - 1, 80_000), 80_000)
    add("max size, half the coins once, in the middle",
        [2 * rng.randrange(10**5) for _ in range(n // 2)] + [500_000_001]
        + [2 * rng.randrange(10**5) for _ in range(n - n // 2 - 1)], 1_000_000_002)
    add("max size, all free, coins left", [0] * n, 1)
    add("max size, all equal, no pair", [12] * n, 12)
    add("max size, one price until the last stall", [3] * (n - 1) + [8], 11)
    add("max size, rising, no pair", list(range(0, 2 * n, 2)), 59_999)
    add("max size, falling, no pair", list(range(2 * n, 0, -2)), 60_001)
    # Tables that are indexed by the low bits of a number have little to go by here.
    add("max size, multiples of a power of two", [(i << 10) + 2 for i in range(n)], 2 * MAX_PRICE)
    return cases


def small(seed):
    rng = random.Random(seed)
    top = rng.choice((3, 10, 40))
    prices = [rng.randrange(top) for _ in range(rng.randrange(1, 12))]
    return {"prices": prices, "coins": rng.randrange(2 * top)}
