"""Roads: rising, falling, level, with dry wells, with equal ones near and far, and very wet ones."""
import random

MAX = 20_000
WET = 1_000_000_000


def generate(seed):
    rng = random.Random(seed)
    cases = []

    def add(name, depths):
        cases.append({"name": name, "input": {"depths": list(depths)}})

    def road(count, top, low=0):
        return [rng.randint(low, top) for _ in range(count)]

    add("one dry well", [0])
    add("one well", [7])
    add("one full well", [WET])
    add("two wells, rising", [1, 2])
    add("two wells, falling", [2, 1])
    add("equal wells with a wetter one between", [4, 9, 4])
    add("equal wells with a drier one between", [4, 1, 4])
    add("three equal", [5, 5, 5])
    add("sum just at the prime", [WET, 7])
    add("sum one below the prime", [WET, 2, 2])
    add("dry wells all along", [0] * 50)
    add("a dry well in the middle", [8] * 20 + [0] + [8] * 20)
    add("valley", list(range(30, 0, -1)) + list(range(1, 31)))
    add("hill", list(range(1, 31)) + list(range(30, 0, -1)))
    add("many full wells", [WET] * 700)
    for count, top in ((10, 3), (100, 10), (500, WET), (2_000, 2), (3_000, WET)):
        add(f"random {count}, up to {top}", road(count, top))
    add("max size, all full", [WET] * MAX)
    add("max size, rising", range(1, MAX + 1))
    add("max size, falling", range(MAX, 0, -1))
    add("max size, rising, very wet", range(WET - MAX, WET))
    add("max size, falling, very wet", range(WET, WET - MAX, -1))
    add("max size, random, very wet", road(MAX, WET, WET // 2))
    add("max size, wet and dry in turns", [i % 2 for i in range(MAX)])
    add("max size, saw", [i % 150 for i in range(MAX)])
    return cases


def small(seed):
    rng = random.Random(seed)
    top = rng.choice((1, 3, 20, WET))
    return {"depths": [rng.randint(0, top) for _ in range(rng.randint(1, 12))]}
