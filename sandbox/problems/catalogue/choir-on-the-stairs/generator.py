"""Choirs in order, in one long cycle, in short ones, and shuffled."""
import random

MOST = 10_000
TALL = 1_000_000_000


def generate(seed):
    rng = random.Random(seed)
    cases = []

    def add(name, ranks, heights=None):
        heights = sorted(heights or rng.sample(range(1, TALL + 1), len(ranks)))
        cases.append({"name": name, "input": {"heights": [heights[rank] for rank in ranks]}})

    def shuffled(count):
        return rng.sample(range(count), count)

    def exchanged(ranks, count):
        ranks = list(ranks)
        for _ in range(count):
            i, j = rng.randrange(len(ranks)), rng.randrange(len(ranks))
            ranks[i], ranks[j] = ranks[j], ranks[i]
        return ranks

    add("one singer", [0], [1])
    add("two singers, rising", [0, 1], [1, TALL])
    add("two singers, falling", [1, 0], [1, TALL])
    add("three singers, neither", [1, 0, 2])
    add("three singers in a ring", [2, 0, 1])
    add("text order is not the order", [2, 0, 1, 3, 4], [9, 10, 99, 100, 1_000])
    add("rising", range(50))
    add("falling", range(50, -1, -1))
    add("rising, all but the ends", [49, *range(1, 49), 0])
    add("falling, all but the ends", [0, *range(48, 0, -1), 49])
    add("one step up", [*range(1, 60), 0])
    add("one step down", [59, *range(59)])
    add("halves exchanged", [*range(30, 60), *range(30)])
    add("neighbours exchanged", [i ^ 1 for i in range(60)])
    add("heights are steps", shuffled(40), range(1, 41))
    for count in (5, 7, 100, 1_000):
        add(f"random {count}", shuffled(count))
    add("three exchanges from rising", exchanged(range(300), 3))
    add("three exchanges from falling", exchanged(range(300, -1, -1), 3))
    n = MOST
    add("max size, random", shuffled(n))
    add("max size, rising", range(n))
    add("max size, falling", range(n - 1, -1, -1))
    add("max size, one long cycle", [*range(1, n), 0])
    add("max size, halves exchanged", [*range(n // 2, n), *range(n // 2)])
    add("max size, neighbours exchanged", [i ^ 1 for i in range(n)])
    add("max size, few exchanges from falling", exchanged(range(n - 1, -1, -1), 500))
    add("max size, tallest choir", shuffled(n), range(TALL - n + 1, TALL + 1))
    return cases


def small(seed):
    rng = random.Random(seed)
    return {"heights": rng.sample(range(1, rng.choice((8, 200))), rng.randint(1, 6))}
