"""Secret cases and small random cases for shift-schedule-merge."""

import random

MAX_SHIFTS = 10000
MAX_TIME = 100000000


def text(gap, shifts):
    lines = [f"{len(shifts)} {gap}"]
    lines.extend(f"{start} {end}" for start, end in shifts)
    return "\n".join(lines) + "\n"


def generate(seed):
    rng = random.Random(seed)

    def case(name, gap, shifts, shuffled=True):
        shifts = list(shifts)
        if shuffled:
            rng.shuffle(shifts)
        return {"name": name, "input": text(gap, shifts)}

    def short(count, longest, top=MAX_TIME):
        shifts = []
        for _ in range(count):
            start = rng.randrange(top)
            shifts.append((start, min(top, start + rng.randint(1, longest))))
        return shifts

    def chain(count, length, pause):
        return [(i * (length + pause), i * (length + pause) + length) for i in range(count)]

    nested = [(i, 4000 - i) for i in range(2000)]
    fan = [(0, 50000)] + [(i * 10, i * 10 + 3) for i in range(1, 4000)] + [(50005, 50009)]
    maximum = chain(MAX_SHIFTS, 5000, 5000)
    return [
        case("one short shift", 0, [(0, 1)]),
        case("one shift, the whole season", MAX_TIME, [(0, MAX_TIME)]),
        case("numbers of different length", 0, [(9, 10), (100, 200), (20, 30), (1000, 1001)]),
        case("touching, no gap", 0, chain(40, 7, 0)),
        case("one minute apart, no gap", 0, chain(40, 7, 1)),
        case("break of exactly g", 15, chain(60, 20, 15)),
        case("break of one more than g", 15, chain(60, 20, 16)),
        case("long shift over short ones", 4, [(0, 1000), (5, 6), (10, 20), (998, 999), (1003, 1004), (1009, 1010)]),
        case("all the same", 3, [(70, 90)] * 300),
        case("same beginning", 0, [(500, 501 + i) for i in range(300)]),
        case("same end", 0, [(i, 500) for i in range(300)]),
        case("nested like onions", 0, nested),
        case("fan under one long shift", 4, fan),
        case("sorted", 100, sorted(short(1000, 50000)), shuffled=False),
        case("reversed", 100, sorted(short(1000, 50000), reverse=True), shuffled=False),
        case("bridged to one by a huge gap", MAX_TIME, short(2000, 10)),
        case("random, dense", 0, short(3000, 200, 100000)),
        case("random, sparse", 2000, short(3000, 2000)),
        case("maximum, nothing merges", 4999, maximum),
        case("maximum, all merges", 5000, maximum),
        case("maximum, random", 300, short(MAX_SHIFTS, 12000)),
        case("maximum, few minutes", 1, short(MAX_SHIFTS, 4, 60000)),
    ]


def small(seed):
    rng = random.Random(seed)
    top = rng.choice([4, 12, 40, 120])
    shifts = []
    for _ in range(rng.randint(1, 8)):
        start = rng.randrange(top)
        shifts.append((start, rng.randint(start + 1, min(top, start + 1 + rng.choice([1, 3, top])))))
    return text(rng.randint(0, 4), shifts)
