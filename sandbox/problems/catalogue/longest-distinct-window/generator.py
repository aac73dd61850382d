"""Logs of a night: requests from few songs, from many, and in rounds."""
import random

MAX = 50_000
TOP = 1_000_000_000


def generate(seed):
    rng = random.Random(seed)
    cases = []

    def add(name, songs, limit):
        cases.append({"name": name, "input": {"songs": list(songs), "limit": limit}})

    def asked(count, kinds):
        return [rng.randint(1, kinds) for _ in range(count)]

    add("one song", [TOP], 1)
    add("the same song twice, once allowed", [5, 5], 1)
    add("the same song twice, twice allowed", [5, 5], 2)
    add("all equal, limit in the middle", [8] * 30, 11)
    add("all different", range(40, 0, -1), 1)
    add("an old repeat behind a new one", [1, 2, 2, 1, 3, 4, 5], 1)
    add("the longest at the very end", [1, 1, 1, 2, 1, 2, 3, 4, 5], 1)
    add("the longest at the very start", [1, 2, 3, 4, 1, 1, 2, 1], 1)
    add("ties everywhere", [1, 2, 3] * 7, 1)
    add("palindromes", [1, 2, 3, 4, 3, 2, 1, 2, 3, 4, 3, 2, 1], 2)
    add("limit is the whole log", asked(30, 3), 30)
    for count, kinds, limit in ((50, 6, 1), (50, 6, 3), (400, 90, 2), (1_500, 60, 9), (1_500, 5, 100)):
        add(f"random, {count} songs of {kinds}, limit {limit}", asked(count, kinds), limit)
    large = [k * 65_536 for k in range(1, 2_001)]
    add("numbers with equal low bits", large + large[::-1], 1)
    add("max size, all different", rng.sample(range(1, 99_999), MAX), 1)
    add("max size, all equal", [3] * MAX, MAX // 2)
    add("max size, round of a third", [1 + i % (MAX // 3) for i in range(MAX)], 1)
    add("max size, round of a third, twice allowed", [1 + i % (MAX // 5) for i in range(MAX)], 2)
    add("max size, few songs", asked(MAX, 9), 2_000)
    add("max size, many songs", asked(MAX, 20_000), 3)
    add("max size, everything allowed", asked(MAX, 40), MAX)
    return cases


def small(seed):
    rng = random.Random(seed)
    count = rng.randint(1, 14)
    kinds = rng.choice([1, 2, 3, 5, 9])
    songs = [rng.randint(1, kinds) for _ in range(count)]
    return {"songs": songs, "limit": min(count, rng.choice([1, 1, 2, 3, count]))}
