"""Tries every number of pieces of every kind."""

from itertools import product


def coin_change_counts(coins, copies, amount):
    choices = [range(min(owned, amount // coin) + 1) for coin, owned in zip(coins, copies)]
    total = 0
    for taken in product(*choices):
        if sum(coin * pieces for coin, pieces in zip(coins, taken)) == amount:
            total += 1
    return total % 1000000007
