"""Days at sea: rising, falling, level and stormy, with short and long memories."""
import random

MAX = 20_000
HIGH = 1_000_000_000


def generate(seed):
    rng = random.Random(seed)
    cases = []

    def add(name, waves, memory):
        cases.append({"name": name, "input": {"waves": list(waves), "memory": memory}})

    def storm(count, top):
        return [rng.randint(-top, top) for _ in range(count)]

    add("one hour", [5], 1)
    add("one hour, longest memory", [-HIGH], MAX)
    add("memory of one hour", [5, 1, 4, 4, 2], 1)
    add("memory of two hours", [5, 1, 4, 4, 2, 9, 9, 1], 2)
    add("memory as long as the day", [3, 8, 1, 8, 2], 5)
    add("memory one shorter than the day", [8, 3, 1, 3, 2], 4)
    add("memory one longer than the day", [8, 3, 1, 3, 2], 6)
    add("below the mean", [-5, -3, -9, -3, -7, -8, -9, -10], 3)
    add("lowest and highest", [HIGH, -HIGH, HIGH, -HIGH, -HIGH, -HIGH], 3)
    add("all zero", [0] * 12, 4)
    add("high one leaves, equal ones stay", [9, 4, 4, 1, 4, 1, 1, 1, 1], 4)
    add("many lower ones behind a higher", [9, 5, 4, 3, 2, 1, 8, 1, 1, 1, 1, 1, 1, 1, 1], 6)
    add("saw", [i % 7 for i in range(60)], 5)
    add("saw backwards", [-(i % 7) for i in range(60)], 9)
    for count, memory, top in ((20, 3, 2), (200, 10, 5), (200, 1, 50), (1_000, 300, HIGH), (2_000, 50, 3)):
        add(f"random {count}, memory {memory}", storm(count, top), memory)
    add("max size, rising", range(MAX), MAX // 2)
    add("max size, falling, long memory", range(MAX, 0, -1), MAX)
    add("max size, falling, half memory", range(MAX, 0, -1), MAX // 2)
    add("max size, all equal", [7] * MAX, MAX // 2)
    add("max size, random, half memory", storm(MAX, HIGH), MAX // 2)
    add("max size, few heights", storm(MAX, 2), 100)
    add("max size, high wave first, then a saw", [HIGH] + [i % 1000 for i in range(MAX - 1)], 8_000)
    return cases


def small(seed):
    rng = random.Random(seed)
    top = rng.choice((2, 6, 40))
    return {"waves": [rng.randint(-top, top) for _ in range(rng.randint(1, 14))], "memory": rng.randint(1, 9)}
