"""Diaries made of blocks of consecutive days, shuffled."""
import random

MAX = 40_000
LIMIT = 1_000_000_000


def blocks(rng, lengths, gap, start):
    days, day = [], start
    for length in lengths:
        days.extend(range(day, day + length))
        day += length + rng.randint(1, gap)
    return days


def shuffled(rng, days):
    days = list(days)
    rng.shuffle(days)
    return days


def generate(seed):
    rng = random.Random(seed)
    cases = []

    def add(name, days):
        cases.append({"name": name, "input": {"days": days}})

    add("one feeding", [0])
    add("one feeding long ago", [-LIMIT])
    add("one feeding far ahead", [LIMIT])
    add("both ends of time", [LIMIT, -LIMIT, LIMIT - 1, -LIMIT + 1])
    add("same day again and again", [7] * 9)
    add("crossing day zero", [1, -1, 0, -2, 5, 6, 7])
    add("nothing touches", [2, 4, 6, 8, 0])
    add("nothing touches, descending", [9, 7, 5, 3])
    add("nine and ten are neighbours", [9, 10, 11, 1, 2])
    add("ties, the later one first", [100, 101, 102, 50, 51, 52, -3, -2, -1])
    add("duplicates inside the longest", [5, 6, 6, 7, 1, 2, 3, 3, 3, 4, 8])
    for size in (12, 150, 1500):
        lengths = [rng.randint(1, 6) for _ in range(size)]
        days = blocks(rng, lengths, 3, -size)
        add(f"random blocks, {size}", shuffled(rng, days))
        add(f"random with repeats, {size}", [rng.randint(-size, size) for _ in range(size)])
    add("sorted", blocks(rng, [rng.randint(1, 30) for _ in range(60)], 2, -900))
    add("descending", blocks(rng, [rng.randint(1, 30) for _ in range(60)], 2, 10_000)[::-1])
    add("max size, one streak", shuffled(rng, range(-MAX // 2, MAX // 2)))
    add("max size, all the same day", [-1] * MAX)
    add("max size, every second day", shuffled(rng, range(-MAX, MAX, 2)))
    days = blocks(rng, [2] * (MAX // 2), 4, -50_000)
    add("max size, all streaks tie", shuffled(rng, days))
    add("max size, spread wide", [rng.randint(-LIMIT, LIMIT) for _ in range(MAX)])
    days = [(k << 13) - 300_000_000 for k in range(MAX - 5)] + list(range(999_000_000, 999_000_005))
    add("max size, equal low bits", shuffled(rng, days))
    days = blocks(rng, [rng.randint(1, 40) for _ in range(700)], 5, -LIMIT)
    days = days + [rng.choice(days) for _ in range(MAX - len(days))]
    add("max size, blocks with repeats", shuffled(rng, days))
    return cases


def small(seed):
    rng = random.Random(seed)
    span = rng.choice([3, 6, 12, 25])
    base = rng.choice([0, -5, 95, -LIMIT, LIMIT - span])
    return {"days": [base + rng.randint(0, span) for _ in range(rng.randint(1, 14))]}
