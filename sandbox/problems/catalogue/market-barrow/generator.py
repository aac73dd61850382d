"""Barns: light and heavy goods, single pieces and endless stocks, prices that tempt."""
import random

KINDS, STRENGTH, MANY, DEAR = 20, 1_500, 1_000_000, 1_000_000_000


def generate(seed):
    rng = random.Random(seed)
    cases = []

    def add(name, strength, goods):
        weights, prices, counts = (list(column) for column in zip(*goods))
        cases.append({"name": name, "input": {"weights": weights, "prices": prices, "counts": counts, "strength": strength}})

    def barn(kinds, heavy, dear, many, light=1, cheap=0):
        return [(rng.randint(light, heavy), rng.randint(cheap, dear), rng.randint(1, many)) for _ in range(kinds)]

    add("one piece that fits", 1, [(1, 1, 1)])
    add("one piece that does not fit", 1, [(2, 9, 5)])
    add("one piece that brings nothing", 3, [(1, 0, 4)])
    add("exactly as strong", 12, [(4, 5, 3)])
    add("one pound too weak", 11, [(4, 5, 3)])
    add("nothing fits", 9, [(10, 7, 8), (11, 9, 1), (2_000, DEAR, MANY)])
    add("best price per pound misleads", 10, [(6, 13, 1), (5, 10, 2)])
    add("better light than full", 10, [(4, 30, 1), (9, 30, 1), (3, 0, 9)])
    add("equal price, different weight", 20, [(7, 10, 2), (5, 10, 1), (6, 10, 3)])
    add("counts that are no powers of two", 100, [(7, 11, 5), (9, 14, 6), (13, 21, 3), (1, 1, 2)])
    add("count one below a bundle", 60, [(4, 9, 14), (5, 11, 7), (7, 16, 6)])
    add("all equal", 500, [(12, 34, 5)] * 20)
    add("largest sum", STRENGTH, [(1, DEAR, MANY)])
    add("largest sum, several kinds", STRENGTH, [(1, DEAR - i, 300) for i in range(KINDS)])
    for kinds, strength, heavy, many in ((3, 20, 9, 3), (8, 100, 30, 5), (20, 600, 60, 40)):
        add(f"random, {kinds} kinds", strength, barn(kinds, heavy, 100, many))
        add(f"random, {kinds} kinds, price by weight", strength, [(w, 10 * w + rng.randint(-3, 3), c) for w, _, c in barn(kinds, heavy, 1, many)])
    add("heavy pieces only", STRENGTH, barn(KINDS, STRENGTH, DEAR, 3, 700))
    add("weights with a common factor, odd strength", 1_499, [(6 * w, p, c) for w, p, c in barn(KINDS, 60, 500, 4)])
    add("max size, single pieces", STRENGTH, barn(KINDS, 200, DEAR, 1))
    add("max size, light goods, many of them", STRENGTH, barn(KINDS, 5, DEAR, MANY))
    add("max size, light goods, some of them", STRENGTH, [(1 + i % 3, DEAR // 2 + rng.randint(0, 10**6) * (i % 3), 100 + i) for i in range(KINDS)])
    add("max size, one pound each", STRENGTH, [(1, rng.randint(1, DEAR), 1_023) for _ in range(KINDS)])
    add("max size, anything", STRENGTH, barn(KINDS, 300, DEAR, 30))
    add("max size, nothing brings anything", STRENGTH, [(w, 0, c) for w, _, c in barn(KINDS, 9, 1, MANY)])
    return cases


def small(seed):
    rng = random.Random(seed)
    kinds, strength = rng.randint(1, 4), rng.randint(1, 20)
    dear = rng.choice((3, 10, 100))
    return {
        "weights": [rng.randint(1, 9) for _ in range(kinds)],
        "prices": [rng.randint(0, dear) for _ in range(kinds)],
        "counts": [rng.choice((1, 2, 3, 5, 7, MANY)) for _ in range(kinds)],
        "strength": strength,
    }
