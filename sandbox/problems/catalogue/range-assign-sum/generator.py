"""Secret cases and small random cases for range-assign-sum."""

import random

MAX_LENGTH = 200000
MAX_ORDERS = 2000
MAX_LEVEL = 1000000
MAX_SLOPE = 1000


def case(name, length, orders):
    return {"name": name, "input": {"length": length, "orders": orders}}


def generate(seed):
    rng = random.Random(seed)

    def span(length, least=1, most=None):
        size = rng.randint(least, min(length, most or length))
        left = rng.randint(1, length - size + 1)
        return [left, left + size - 1]

    def ramp(level=MAX_LEVEL, slope=MAX_SLOPE):
        return [rng.randint(-level, level), rng.randint(-slope, slope)]

    def mixed(length, count, surveys=0.5, least=1, most=None, level=MAX_LEVEL, slope=MAX_SLOPE):
        orders = []
        for _ in range(count - 1):
            where = span(length, least, most)
            orders.append(where if rng.random() < surveys else where + ramp(level, slope))
        return orders + [[1, length]]

    def alternate(length, count, least):
        orders = []
        for i in range(count):
            orders.append(span(length, least) + (ramp() if i % 2 == 0 else []))
        return orders

    def flat(length, count):
        orders = []
        for i in range(count):
            orders.append(span(length) + ([rng.choice([-1, 0, 1]), 0] if i % 3 else []))
        return orders + [[1, length]]

    def comb(teeth, surveys):
        width = MAX_LENGTH // teeth
        orders = [[i * width + 2, i * width + width // 2, i, -1] for i in range(teeth)]
        rng.shuffle(orders)
        return orders + [[1 + i % 7, MAX_LENGTH - i % 11] for i in range(surveys)]

    points = [[i, i, rng.randint(-9, 9), 5] for i in rng.sample(range(1, 401), 350)]
    stairs = [[i * 200 + 1, (i + 1) * 200, i, -1] for i in range(1000)]
    stairs += [[200 * i + 7, 200 * i + 1400] for i in range(990)]
    shrinking = []
    growing = []
    for i in range(1000):
        shrinking += [[1 + 100 * i, MAX_LENGTH - 99 * i, *ramp()], [1 + 90 * i, MAX_LENGTH]]
        growing += [[99999 - 99 * i, 100001 + 99 * i, *ramp()], [1, 100000 + 99 * i]]
    # Many short ramps, then one order that sweeps them all away, and again.
    swept = []
    for turn in range(8):
        for i in range(240):
            swept.append([800 * i + turn + 2, 800 * i + 400, *ramp(50, 9)])
        swept += [[5, MAX_LENGTH - 5], [3, MAX_LENGTH - 3, turn - 4, 1], [1, MAX_LENGTH]]
    large = MAX_LENGTH
    extreme = [
        [1, large, MAX_LEVEL, MAX_SLOPE],
        [1, large],
        [1, large, -MAX_LEVEL, -MAX_SLOPE],
        [1, large],
    ]
    nearly = []
    for i in range(MAX_ORDERS):
        nearly.append([2 + i % 3, large - 1 - i % 5] + (ramp() if i % 2 == 0 else []))
    return [
        case("one post", 1, [[1, 1], [1, 1, 7, 1000], [1, 1], [1, 1, -7, 3], [1, 1]]),
        case("no grade at all", 1000, [[1, 1000], [5, 5], [1, 1]]),
        case("no survey at all", 10, [[1, 10, 5, 5]]),
        case("two posts", 2, mixed(2, 60, level=3, slope=2)),
        case("slope across the middle", 8, [[2, 7, 1, 1], [5, 5], [6, 8], [1, 4], [4, 5]]),
        case("zero wipes out a ramp", 16, [[1, 16, 5, 1], [3, 14, 0, 0], [4, 4], [1, 16], [8, 9], [2, 3]]),
        case("flat at minus one, zero and one", 64, flat(64, 300)),
        case("single posts", 400, points + [[i, 400] for i in range(1, 400)]),
        case("not a power of two", 1025, mixed(1025, 500)),
        case("one below a power of two", 1023, mixed(1023, 500)),
        case("short ranges", 5000, mixed(5000, 1000, most=20)),
        case("random, medium", 3000, mixed(3000, 600)),
        case("many surveys", 50000, mixed(50000, 1500, surveys=0.9)),
        case("many grades", 50000, mixed(50000, 1500, surveys=0.1)),
        case("side by side", large, stairs),
        case("ever smaller", large, shrinking),
        case("ever larger", large, growing),
        case("swept away again and again", large, swept),
        case("maximum, largest sums", large, extreme * (MAX_ORDERS // 4)),
        case("maximum, random", large, mixed(large, MAX_ORDERS)),
        case("maximum, short ranges", large, mixed(large, MAX_ORDERS, most=150)),
        case("maximum, flat", large, flat(large, MAX_ORDERS - 1)),
        case("maximum, many ramps, many surveys", large, comb(1000, 1000)),
        case("maximum, long ranges", large, alternate(large, MAX_ORDERS, large * 9 // 10)),
        case("maximum, nearly everything", large, nearly),
    ]


def small(seed):
    rng = random.Random(seed)
    length = rng.randint(1, 12)
    orders = []
    for _ in range(rng.randint(1, 14)):
        left = rng.randint(1, length)
        order = [left, rng.randint(left, length)]
        if rng.random() < 0.5:
            order += [rng.randint(-3, 3), rng.randint(-2, 2)]
        orders.append(order)
    return {"length": length, "orders": orders}
