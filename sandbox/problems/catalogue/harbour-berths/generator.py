"""Harbours that are full, empty and in between, with short stays and long ones."""
import random

BERTHS = 4_000
BOATS = 6_000
HOURS = 1_000_000
DEAR = 1_000_000


def generate(seed):
    rng = random.Random(seed)
    cases = []

    def add(name, prices, boats):
        cases.append({"name": name, "input": {"prices": prices, "boats": [list(boat) for boat in boats]}})

    def some(count, dearest=DEAR):
        return [rng.randint(0, dearest) for _ in range(count)]

    def fleet(count, last, longest, shortest=1):
        arrivals = sorted(rng.sample(range(last), count))
        return [(hour, min(HOURS, hour + rng.randint(shortest, longest))) for hour in arrivals]

    def every(count, step, stay):
        return [(i * step, min(HOURS, i * step + stay)) for i in range(count)]

    add("one berth, one boat", [1], [(0, 1)])
    add("one berth that costs nothing", [0], [(0, 1), (1, 2), (1_000, HOURS)])
    add("one dear berth, the longest stay", [DEAR], [(0, HOURS)])
    add("one berth, one boat after another", [7], every(50, 3, 3))
    add("one berth, every other boat sails on", [7], every(50, 3, 6))
    add("one berth, an hour too long", [7], every(50, 3, 4))
    add("all in the same hour again", [9, 4, 6], [(0, 5), (1, 5), (2, 5), (5, 8), (6, 8), (7, 8), (8, 9)])
    add("several leave before the next comes", [8, 1, 5, 3], [(i, 10 + i) for i in range(4)] + [(20, 30), (21, 30), (22, 30)])
    add("the cheapest comes back last", [1, 2, 3], [(0, 30), (1, 10), (2, 20), (10, 40), (20, 40), (30, 31)])
    add("cheapest first", list(range(1, 41)), fleet(60, 200, 40))
    add("cheapest last", list(range(40, 0, -1)), fleet(60, 200, 40))
    add("all prices equal", [12] * 10, fleet(80, 300, 60))
    add("everything free of charge", [0] * 10, fleet(80, 300, 60))
    for count in (10, 100, 1_000):
        add(f"random {count}, full harbour", some(count // 5), fleet(count, 4 * count, 3 * count))
        add(f"random {count}, empty harbour", some(count), fleet(count, 4 * count, 9))
    add("max size, everybody stays to the end", some(BERTHS), [(i, HOURS) for i in range(BOATS)])
    add("max size, dearest stays", [DEAR] * BERTHS, [(i, HOURS) for i in range(BOATS)])
    add("max size, short stays", some(BERTHS), every(BOATS, 2, 2))
    add("max size, random", some(BERTHS), fleet(BOATS, HOURS, 500_000))
    add("max size, crowded", some(BERTHS), fleet(BOATS, 8_000, 9_000, 3_000))
    add("max size, prices fall, long stays", list(range(BERTHS, 0, -1)), fleet(BOATS, 500_000, 400_000, 300_000))
    add("max size, one berth", [3], fleet(BOATS, 900_000, 400))
    add("max size, filled, emptied, filled again", some(2_000),
        [(i, 100_000) for i in range(3_000)] + [(100_000 + i, 200_000 - 3 * i) for i in range(3_000)])
    return cases


def small(seed):
    rng = random.Random(seed)
    boats = []
    for hour in sorted(rng.sample(range(14), rng.randint(1, 8))):
        boats.append([hour, hour + rng.randint(1, rng.choice((2, 10)))])
    return {"prices": [rng.randint(0, 5) for _ in range(rng.randint(1, 4))], "boats": boats}
