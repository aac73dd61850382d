"""Canals: chains, stars, trees and tangles, few heights and many, calls from everywhere."""
import random

HARBOURS, CANALS, CALLS = 4_000, 6_000, 4_000
MILLION = 1_000_000


def text(prices, canals, calls):
    lines = [f"{len(prices)} {len(canals)} {len(calls)}", " ".join(map(str, prices))]
    lines += [f"{a} {b} {air}" for a, b, air in canals]
    lines += [f"{harbour} {height}" for harbour, height in calls]
    return "\n".join(lines) + "\n"


def shuffled(rng, canals):
    canals = [(a, b, air) if rng.random() < 0.5 else (b, a, air) for a, b, air in canals]
    rng.shuffle(canals)
    return canals


def tangle(rng, n, m, top):
    canals = []
    while len(canals) < m:
        a, b = rng.randint(1, n), rng.randint(1, n)
        if a != b:
            canals.append((a, b, rng.randint(1, top)))
    return canals


def calls_for(rng, n, q, top):
    return [(rng.randint(1, n), rng.randint(1, top)) for _ in range(q)]


def generate(seed):
    rng = random.Random(seed)
    cases = []

    def add(name, prices, canals, calls):
        cases.append({"name": name, "input": text(prices, canals, calls)})

    def prices(n, top=MILLION):
        return [rng.randint(1, top) for _ in range(n)]

    add("one harbour", [1], [], [(1, 1)])
    add("one harbour, many calls", [MILLION], [], [(1, 1), (1, MILLION), (1, 7)])
    add("no canal", [3, 1, 2], [], [(1, 1), (2, 1), (3, 1)])
    add("exactly as high, one lower, one higher", [1, 2], [(1, 2, 50)], [(1, 50), (1, 49), (1, 51)])
    add("lowest and highest bridge", [5, 6, 7], [(1, 2, 1), (2, 3, MILLION)], [(1, 1), (1, 2), (2, MILLION), (3, MILLION)])
    add("several canals between two", [1, 9], [(1, 2, 5), (2, 1, 8), (1, 2, 3)], [(1, 8), (1, 9), (1, 4), (2, 9)])
    add("best price at home", [9, 1, 1], [(1, 2, 5), (2, 3, 5)], [(1, 5), (2, 5), (2, 6), (3, 1)])
    add("a ring", [1, 2, 3, 4], [(1, 2, 10), (2, 3, 20), (3, 4, 30), (4, 1, 40)], [(v, h) for v in range(1, 5) for h in (10, 15, 25, 35, 45)])
    add("the same call again", [1, 5], [(1, 2, 3)], [(1, 3)] * 9)
    add("calls with falling heights", prices(30), tangle(rng, 30, 40, 30), [(rng.randint(1, 30), h) for h in range(30, 0, -1)])
    add("calls with rising heights", prices(30), tangle(rng, 30, 40, 30), [(rng.randint(1, 30), h) for h in range(1, 31)])
    add("all prices equal", [4] * 20, tangle(rng, 20, 25, 9), calls_for(rng, 20, 20, 10))
    for n, m, q, top in ((6, 9, 20, 9), (50, 60, 80, 40), (300, 350, 300, MILLION), (900, 1_500, 700, 100)):
        add(f"random, {n} harbours", prices(n), tangle(rng, n, m, top), calls_for(rng, n, q, top))
    n = 1_500
    add("two tangles that never meet", prices(n), [(a + (n // 2) * (i % 2), b + (n // 2) * (i % 2), air) for i, (a, b, air) in enumerate(tangle(rng, n // 2, 1_800, 500))], calls_for(rng, n, 1_000, 500))
    n, m, q = HARBOURS, CANALS, CALLS
    chain = [(v, v + 1, rng.randint(1, MILLION)) for v in range(1, n)]
    add("max size, one low chain", list(range(1, n + 1)), [(a, b, 1000) for a, b, _ in chain] + [(1, n, 999)] * (m - n + 1), [(1 + i, 1000 - i % 2) for i in range(q)])
    add("max size, chain, random bridges", prices(n), shuffled(rng, chain), calls_for(rng, n, q, MILLION // 50))
    add("max size, star", prices(n), [(1, v, 2 * v) for v in range(2, n + 1)], [(rng.randint(1, n), rng.randint(1, 2 * n)) for _ in range(q)])
    add("max size, tangle, low barges", prices(n), tangle(rng, n, m, MILLION), calls_for(rng, n, q, MILLION // 10))
    add("max size, tangle, all heights", prices(n), tangle(rng, n, m, MILLION), calls_for(rng, n, q, MILLION))
    add("many canals between few", prices(60), tangle(rng, 60, m, MILLION), calls_for(rng, 60, 1_000, MILLION))
    return cases


def small(seed):
    rng = random.Random(seed)
    n, top = rng.randint(1, 7), rng.choice((3, 10, 50))
    m = rng.randint(0, 9) if n > 1 else 0
    return text([rng.randint(1, 20) for _ in range(n)], tangle(rng, n, m, top), calls_for(rng, n, rng.randint(1, 6), top + 1))
