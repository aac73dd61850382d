"""Parades with no pair, few pairs and as many as there can be, with and without a slant."""
import random

MOST = 20_000
TALL = 1_000_000_000


def generate(seed):
    rng = random.Random(seed)
    cases = []

    def add(name, heights, gap):
        cases.append({"name": name, "input": {"heights": heights, "gap": gap}})

    def some(count, low=1, high=TALL):
        return [rng.randint(low, high) for _ in range(count)]

    add("one walker, no slant", [1], 0)
    add("one walker, steepest slant", [TALL], TALL)
    add("two walkers who fit", [3, 8], 5)
    add("two walkers who fit, the taller first", [8, 3], 5)
    add("two walkers who do not fit", [3, 8], 4)
    add("two equal walkers, no slant", [6, 6], 0)
    add("two equal walkers, some slant", [6, 6], 6)
    add("lowest and tallest", [TALL, 1, 500, TALL, 1], TALL - 1)
    add("no pair is so far apart", [TALL, 1], TALL)
    add("all equal, no slant", [44] * 100, 0)
    add("all equal, some slant", [44] * 100, 44)
    add("two heights", [10, 20] * 50, 10)
    add("a ladder", list(range(1, 200, 2)), 2)
    add("a ladder, too fine a slant", list(range(1, 200, 2)), 3)
    add("a ladder from the top", list(range(200, 0, -1)), 150)
    for count in (10, 100, 1000):
        add(f"random {count}, few heights", some(count, 1, 9), rng.randint(1, 4))
        add(f"random {count}, few heights, no slant", some(count, 1, count), 0)
    n = MOST
    add("max size, all equal, no slant", [TALL] * n, 0)
    add("max size, two heights in turn", [1, TALL] * (n // 2), TALL - 1)
    add("max size, first the tall ones", [900] * (n // 2) + [100] * (n // 2), 800)
    add("max size, rising", list(range(1, n + 1)), 1)
    add("max size, falling, half the row apart", list(range(n, 0, -1)), n // 2)
    add("max size, all different, no pair", rng.sample(range(1, TALL, 2), n), 12_345)
    # Tables that are indexed by the low bits of a number have little to go by here.
    add("max size, multiples of a power of two", [(i % (n // 2) << 15) + 1 for i in range(n)], 1 << 15)
    add("max size, random among few", some(n, 1, 5_000), 1_234)
    return cases


def small(seed):
    rng = random.Random(seed)
    high = rng.choice((2, 6, 20))
    return {"heights": [rng.randint(1, high) for _ in range(rng.randint(1, 10))], "gap": rng.randrange(high)}
