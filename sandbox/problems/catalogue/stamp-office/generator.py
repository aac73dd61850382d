"""Queues with few turns, many turns, and turns that come out even."""
import random

MAX_VISITORS = 20_000
MAX_NUMBER = 1_000_000
MAX_TURNS = 60_000


def text(k, needs):
    return f"{len(needs)} {k}\n{' '.join(map(str, needs))}\n"


def with_turns(rng, k, turns):
    """Needs that take the given numbers of turns at k stamps."""
    return [rng.randrange((t - 1) * k + 1, t * k + 1) for t in turns]


def generate(seed):
    rng = random.Random(seed)
    cases = []

    def add(name, k, needs):
        cases.append({"name": name, "input": text(k, needs)})

    add("one visitor, one stamp", 1, [1])
    add("one visitor, exactly k", 5, [5])
    add("one visitor, one more than k", 5, [6])
    add("one visitor, most stamps", MAX_NUMBER, [MAX_NUMBER])
    add("one visitor, most turns", 1, [MAX_TURNS])
    add("two visitors, even turns", 3, [6, 3])
    add("two visitors, the first leaves last", 1, [2, 1])
    add("everyone needs k", 4, [4] * 30)
    add("everyone needs k + 1", 4, [5] * 30)
    add("everyone needs 2k", 4, [8] * 30)
    add("rising", 3, list(range(1, 60)))
    add("falling", 3, list(range(60, 0, -1)))
    add("k of one", 1, [rng.randrange(1, 20) for _ in range(100)])
    for length in (10, 100, 1000):
        k = rng.randrange(2, 50)
        add(f"random {length}", k, with_turns(rng, k, [rng.randrange(1, 8) for _ in range(length)]))
    n = MAX_VISITORS
    add("max size, one turn each", MAX_NUMBER, [rng.randrange(1, MAX_NUMBER + 1) for _ in range(n)])
    add("max size, three turns each", 333_333, [rng.randrange(666_667, 1_000_000) for _ in range(n)])
    add("max size, three even turns each", 300_000, [900_000] * n)
    add("max size, one or five turns", 1000, with_turns(rng, 1000, [1, 5] * (n // 2)))
    add("max size, one to five turns", 77, with_turns(rng, 77, [1 + i % 5 for i in range(n)]))
    add("max size, the first needs most turns", 20, [20 * (MAX_TURNS - n)] + [1] * (n - 1))
    add("max size, the last needs most turns", 20, [1] * (n - 1) + [20 * (MAX_TURNS - n) - 7])
    add("most turns of two", 1, [MAX_TURNS // 2, MAX_TURNS // 2])
    return cases


def small(seed):
    rng = random.Random(seed)
    k = rng.randrange(1, 6)
    return text(k, [rng.randrange(1, 13) for _ in range(rng.randrange(1, 8))])
