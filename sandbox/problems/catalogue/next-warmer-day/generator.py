"""Weather: slopes, waves, plateaus and noise."""
import random

MAX = 40_000
TOP = 1_000_000_000


def generate(seed):
    rng = random.Random(seed)
    cases = []

    def add(name, warmth):
        cases.append({"name": name, "input": {"warmth": list(warmth)}})

    def noise(count, low, high):
        return [rng.randint(low, high) for _ in range(count)]

    add("one day", [-TOP])
    add("two equal days", [4, 4])
    add("two days, falling", [TOP, -TOP])
    add("two days, rising", [-1, 0])
    add("all equal", [7] * 25)
    add("all equal but one", [7] * 12 + [8] + [7] * 12)
    add("rising", range(-10, 15))
    add("falling", range(15, -10, -1))
    add("the hottest day twice", [1, 9, 2, 3, 9, 1, 2])
    add("hottest first", [9, 1, 2, 1, 3, 2, 8, 8, 1])
    add("hottest last", [1, 2, 1, 3, 2, 8, 8, 1, 9])
    add("below zero", noise(40, -60, -1))
    add("zigzag", [10 if i % 2 else 5 for i in range(31)])
    add("zigzag that grows", [i if i % 2 else -i for i in range(40)])
    for count, spread in ((20, 4), (200, 50), (200, TOP), (2_500, 12)):
        add(f"random, {count} days, up to {spread}", noise(count, -spread, spread))
    add("valleys in valleys", [abs(64 - i % 128) + 3 * abs(8 - i % 16) for i in range(1_024)])
    add("max size, all equal", [2] * MAX)
    add("max size, falling", range(MAX, 0, -1))
    add("max size, rising", range(-MAX // 2, MAX // 2))
    add("max size, slow fall with a peak in the middle", [(MAX // 2 - i) % MAX for i in range(MAX)])
    add("max size, random", noise(MAX, -TOP, TOP))
    add("max size, few values", noise(MAX, 1, 3))
    add("max size, falling plateaus", [-(i // 7) for i in range(MAX)])
    return cases


def small(seed):
    rng = random.Random(seed)
    spread = rng.choice([1, 2, 5, TOP])
    return {"warmth": [rng.randint(-spread, spread) for _ in range(rng.randint(1, 12))]}
