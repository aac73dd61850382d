"""Secret cases and small random cases for longest-increasing-teams."""

import random

MAX_CLIMBERS = 5000
TOP = 1000000


def generate(seed):
    rng = random.Random(seed)

    def case(name, climbers, shuffled=True):
        climbers = list(climbers)
        if shuffled:
            rng.shuffle(climbers)
        heights = [height for height, _ in climbers]
        loads = [load for _, load in climbers]
        return {"name": name, "input": {"heights": heights, "loads": loads}}

    def anyone(count, tallest=TOP, heaviest=TOP):
        return [(rng.randint(1, tallest), rng.randint(1, heaviest)) for _ in range(count)]

    def grid(size):
        return [(height, load) for height in range(1, size + 1) for load in range(1, size + 1)]

    def twins(steps, copies):
        """Every step of the rope can be taken by any of `copies` equal climbers."""
        return [(3 * step + 1, 5 * step + 1) for step in range(steps) for _ in range(copies)]

    def rivals(steps, copies):
        """Groups that exclude each other: taller ones with lighter packs."""
        climbers = []
        for step in range(steps):
            base = 1 + step * copies
            climbers.extend((base + i, base + copies - 1 - i) for i in range(copies))
        return climbers

    def near_diagonal(count, spread):
        climbers = []
        for i in range(count):
            height = 1 + i * (TOP - 1) // count
            climbers.append((height, min(TOP, max(1, height + rng.randint(-spread, spread)))))
        return climbers

    rising = [(i, i) for i in range(1, 1201)]
    falling = [(i, 1201 - i) for i in range(1, 1201)]
    return [
        case("one climber", [(1, 1)]),
        case("two equal climbers", [(TOP, TOP)] * 2),
        case("same height", [(180, 10 + i) for i in range(40)]),
        case("same pack", [(150 + i, 12) for i in range(40)]),
        case("heavier but shorter", [(10, 1), (9, 2), (8, 3), (7, 4)], shuffled=False),
        case("small grid", grid(9)),
        case("twins, number past the exact range", twins(45, 3)),
        case("rivals, number past the modulus", rivals(40, 5)),
        case("rising", rising, shuffled=False),
        case("rising, reversed", rising[::-1], shuffled=False),
        case("falling", falling),
        case("all equal", [(7, 7)] * 1200),
        case("two heights", anyone(1000, 2, 300)),
        case("two packs", anyone(1000, 300, 2)),
        case("few values", anyone(1200, 12, 15)),
        case("grid of thirty-five", grid(35)),
        case("random, half the size", anyone(2500)),
        case("maximum, random", anyone(MAX_CLIMBERS)),
        case("maximum, one long rope", [(i, 2 * i) for i in range(1, MAX_CLIMBERS + 1)]),
        case("maximum, falling", [(i, TOP - i) for i in range(MAX_CLIMBERS, 0, -1)], shuffled=False),
        case("maximum, near the diagonal", near_diagonal(MAX_CLIMBERS, 3000)),
        case("maximum, twins", twins(MAX_CLIMBERS // 4, 4)),
        case("maximum, rivals", rivals(MAX_CLIMBERS // 40, 40)),
        case("maximum, few heights", anyone(MAX_CLIMBERS, 90, TOP)),
    ]


def small(seed):
    rng = random.Random(seed)
    top = rng.choice([2, 3, 5, 20])
    count = rng.randint(1, 9)
    return {
        "heights": [rng.randint(1, top) for _ in range(count)],
        "loads": [rng.randint(1, top) for _ in range(count)],
    }
