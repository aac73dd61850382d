"""Seasons: sparse, crowded, touching, nested, with one peak and with many."""
import random

MAX_BOOKINGS = 15_000
MAX_MINUTE = 1_000_000_000
MAX_AIRING = 1_000_000


def spans(rng, count, top, longest):
    out = []
    for _ in range(count):
        start = rng.randrange(top)
        out.append([start, min(top, start + rng.randrange(1, longest + 1))])
    return out


def generate(seed):
    rng = random.Random(seed)
    cases = []

    def add(name, bookings, airing):
        cases.append({"name": name, "input": {"bookings": bookings, "airing": airing}})

    add("one minute", [[0, 1]], 0)
    add("one booking, the whole time, longest airing", [[0, MAX_MINUTE]], MAX_AIRING)
    add("one after the other", [[i, i + 1] for i in range(50)], 0)
    add("one after the other, aired", [[i, i + 1] for i in range(50)], 3)
    add("the same booking often", [[7, 9]] * 40, 2)
    add("nested", [[i, 100 - i] for i in range(50)], 0)
    add("digits of other lengths", [[9, 10], [10, 100], [95, 1000], [99, 100], [100, 101]], 0)
    add("three equal peaks", [[0, 5], [0, 5], [10, 12], [11, 14], [30, 31], [30, 40]], 0)
    add("airing joins the peaks", [[0, 5], [10, 12], [15, 20]], 5)
    add("airing just too short", [[0, 5], [10, 12], [17, 20]], 5)
    for count in (10, 100, 1000):
        add(f"random {count}", spans(rng, count, 5 * count, 20), rng.randrange(10))
        add(f"touching {count}", [[i * 3, i * 3 + 3 * rng.randrange(1, 4)] for i in range(count)], 0)
    n = MAX_BOOKINGS
    add("max size, short", spans(rng, n, MAX_MINUTE, 100_000), 0)
    add("max size, short, longest airing", spans(rng, n, MAX_MINUTE, 100_000), MAX_AIRING)
    add("max size, long", spans(rng, n, MAX_MINUTE, MAX_MINUTE), 1000)
    add("max size, few minutes", spans(rng, n, 5000, 300), 7)
    add("max size, all equal", [[0, MAX_MINUTE]] * n, 1)
    add("max size, chain", [[i * 2, i * 2 + 2] for i in range(n)], 0)
    add("max size, chain from the end", [[i * 2, i * 2 + 2] for i in range(n - 1, -1, -1)], 0)
    add("max size, stairs", [[i, i + n] for i in range(n)], 0)
    add("max size, nested", [[i, 2 * n - i] for i in range(n)], 0)
    return cases


def small(seed):
    rng = random.Random(seed)
    top = rng.choice((6, 20))
    return {"bookings": spans(rng, rng.randrange(1, 8), top, 6), "airing": rng.randrange(4)}
