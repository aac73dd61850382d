"""Caves like a corridor, a star, a comb, a broom and a tree, with orders near the entrance and far from it."""
import random

CHAMBERS = 3_000
ORDERS = 3_000
MANY = 1_000_000


def generate(seed):
    rng = random.Random(seed)
    cases = []

    def add(name, found_from, orders):
        cases.append({"name": name, "input": {"found_from": found_from, "orders": orders}})

    def corridor(size):
        return list(range(-1, size - 1))

    def tree(size, reach=None):
        """Every chamber found from one of the `reach` chambers before it."""
        return [-1] + [rng.randint(max(0, c - (reach or c)), c - 1) for c in range(1, size)]

    def mixed(size, count, asked=0.5, top=1.0, many=MANY):
        orders = []
        for _ in range(count - 1):
            if rng.random() < asked:
                orders.append([1, rng.randrange(size), rng.randrange(size)])
            else:
                orders.append([0, int(rng.randrange(size) * top), rng.randint(1, many)])
        return orders + [[1, rng.randrange(size), size - 1]]

    def ends(size, count):
        """Orders near the entrance, and ways from near one end to near the other."""
        return [[1, i % 7 % size, size - 1 - i % 5 % size] if i % 2 else [0, i % 11 % size, 1 + i] for i in range(count)]

    add("one chamber", [-1], [[1, 0, 0], [0, 0, MANY], [1, 0, 0]])
    add("one chamber, no question", [-1], [[0, 0, 1]])
    add("two chambers", [-1, 0], [[0, 1, 3], [1, 0, 1], [1, 1, 0], [0, 0, 4], [1, 0, 0], [1, 1, 1], [1, 0, 1]])
    add("no candle at all", tree(20), [[1, a, 19 - a] for a in range(20)])
    add("three in a fork", [-1, 0, 0], [[0, 0, 1], [0, 1, 10], [0, 2, 100], [1, 1, 2], [1, 2, 1], [1, 0, 2], [1, 1, 1]])
    add("every way, a small cave", tree(9), [[0, c, 10**(c % 6)] for c in range(9)] + [[1, a, b] for a in range(9) for b in range(9)])
    add("a star", [-1] + [0] * 40, mixed(41, 100))
    add("a corridor", corridor(50), mixed(50, 120))
    add("two corridors", [-1, 0, 0] + list(range(1, 60)), mixed(62, 120))
    add("a broom", corridor(30) + [29] * 30, mixed(60, 150))
    add("a binary tree", [(c - 1) // 2 if c else -1 for c in range(127)], mixed(127, 200))
    add("a comb", [-1] + [c - 1 if c % 2 == 0 else max(0, c - 2) for c in range(1, 100)], mixed(100, 200))
    add("orders for the deepest chambers", tree(60), [[0, 59 - i % 9, 5] if i % 3 else [1, i % 60, 59] for i in range(100)])
    for size in (5, 40, 400):
        add(f"random {size}", tree(size), mixed(size, 2 * size))
        add(f"random {size}, deep", tree(size, 3), mixed(size, 2 * size))
    n = CHAMBERS
    add("max size, a corridor, from end to end", corridor(n), ends(n, ORDERS))
    add("max size, a corridor, random", corridor(n), mixed(n, ORDERS))
    add("max size, a star", [-1] + [0] * (n - 1), mixed(n, ORDERS, top=0.0))
    add("max size, random", tree(n), mixed(n, ORDERS))
    add("max size, deep", tree(n, 4), mixed(n, ORDERS, top=0.01))
    add("max size, two corridors, questions only", [-1, 0, 0] + list(range(1, n - 2)), [[0, 0, MANY]] + [[1, n - 1 - i % 9, n - 2 - i % 8] for i in range(ORDERS - 1)])
    add("max size, most candles", corridor(n), [[0, 0, MANY]] * (ORDERS - 10) + [[1, 0, n - 1]] * 10)
    add("max size, a binary tree", [(c - 1) // 2 if c else -1 for c in range(n)], mixed(n, ORDERS, asked=0.8))
    add("max size, a broom", corridor(n // 2) + [n // 2 - 1] * (n - n // 2), mixed(n, ORDERS, top=0.02))
    return cases


def small(seed):
    rng = random.Random(seed)
    size = rng.randint(1, 9)
    found_from = [-1] + [rng.randint(max(0, c - rng.choice((1, 2, 9))), c - 1) for c in range(1, size)]
    orders = []
    for _ in range(rng.randint(1, 10)):
        kind = rng.randrange(2)
        orders.append([kind, rng.randrange(size), rng.randrange(size) if kind else rng.randint(1, 9)])
    return {"found_from": found_from, "orders": orders}
