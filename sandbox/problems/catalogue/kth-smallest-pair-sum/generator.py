"""Casts: of many schools, few schools and one, with fees all equal, spread and negative."""
import random

MAX_SINGERS = 4_000
MAX_FEE = 1_000_000


def duets(schools):
    sizes = {}
    for school in schools:
        sizes[school] = sizes.get(school, 0) + 1
    n = len(schools)
    return n * (n - 1) // 2 - sum(size * (size - 1) // 2 for size in sizes.values())


def generate(seed):
    rng = random.Random(seed)
    cases = []

    def add(name, fees, schools, rank):
        cases.append(
            {"name": name, "input": {"fees": fees, "schools": schools, "rank": rank}})

    def fees(count, low=-MAX_FEE, high=MAX_FEE):
        return [rng.randrange(low, high + 1) for _ in range(count)]

    def schools(count, most):
        return [rng.randrange(1, most + 1) for _ in range(count)]

    add("one singer", [7], [1], 1)
    add("two singers, one school", [7, 8], [1, 1], 1)
    add("two singers", [7, 8], [1, 2], 1)
    add("two singers, second duet", [7, 8], [1, 2], 2)
    add("odd negative price", [-4, -3], [1, 2], 1)
    add("odd negative prices", [-9, -6, -2, 1], [1, 2, 3, 4], 3)
    add("cheapest and dearest fee", [-MAX_FEE, MAX_FEE, -MAX_FEE, MAX_FEE], [1, 2, 3, 4], 6)
    add("all equal", [5] * 40, [1 + i % 5 for i in range(40)], 300)
    add("equal fees within schools", [i % 5 for i in range(40)], [1 + i % 5 for i in range(40)], 333)
    for count in (10, 100, 1000):
        s = schools(count, max(2, count // 10))
        add(f"random {count}, first", fees(count), s, 1)
        add(f"random {count}, last", fees(count), s, duets(s))
        add(f"random {count}, beyond the last", fees(count), s, duets(s) + 1)
    n = MAX_SINGERS
    each = list(range(1, n + 1))
    add("max size, everyone alone, in the middle", fees(n), each, n * (n - 1) // 4)
    add("max size, everyone alone, last", fees(n), each, n * (n - 1) // 2)
    add("max size, two schools", fees(n), schools(n, 2), 2_000_001)
    add("max size, schools of two", fees(n), [1 + i // 2 for i in range(n)], 4_345_678)
    add("max size, 80 schools", fees(n), schools(n, 80), 7_000_000)
    add("max size, one large school", fees(n), [1] * (n - 50) + each[-50:], 200_000)
    add("max size, one school", fees(n), [3] * n, 1)
    add("max size, all equal fees", [MAX_FEE] * n, schools(n, 100), 7_900_000)
    add("max size, few fees", fees(n, -3, 3), schools(n, 50), 3_000_000)
    add("max size, negative", fees(n, -MAX_FEE, -1), schools(n, n), 5_111_111)
    add("max size, rising", [i * 140 - 280_000 for i in range(n)], schools(n, 500), 5_000_000)
    add("max size, falling", [280_000 - i * 140 for i in range(n)], schools(n, 500), 3)
    return cases


def small(seed):
    rng = random.Random(seed)
    count = rng.randrange(1, 9)
    top = rng.choice((2, 9, 30))
    return {
        "fees": [rng.randrange(-top, top + 1) for _ in range(count)],
        "schools": [rng.randrange(1, 5) for _ in range(count)],
        "rank": rng.randrange(1, 26),
    }
