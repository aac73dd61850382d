"""Weights in many bases: small, huge, round, and those that take the most trouble."""
import random

MOST = 2_000
HEAVY = 2**53 - 1


def nines(base):
    """Numbers whose digits are all the largest one, and their neighbours."""
    found, number = [0, 1], base - 1
    while number <= HEAVY:
        found += [number, number + 1, max(0, number - 1)]
        number = number * base + base - 1
    return [number for number in found if number <= HEAVY]


def generate(seed):
    rng = random.Random(seed)
    cases = []

    def add(name, weights, base):
        cases.append({"name": name, "input": {"weights": weights, "base": base}})

    def some(count, high=HEAVY):
        return [rng.randint(0, high) for _ in range(count)]

    add("nothing in tens", [0], 10)
    add("nothing in twos", [0], 2)
    add("heaviest in twos", [HEAVY], 2)
    add("heaviest in thousands", [HEAVY], 1_000)
    add("all digits in tens", list(range(10)), 10)
    add("all numbers below a hundred", list(range(100)), 10)
    add("multiples of nine", list(range(0, 900, 9)), 10)
    add("all numbers in twos", list(range(130)), 2)
    add("all numbers in threes", list(range(130)), 3)
    add("around the largest base", list(range(990, 1_012)) + [998_001, 999_999, 1_000_000], 1_000)
    for base in (2, 3, 8, 10, 12, 16, 999):
        add(f"all digits the largest, base {base}", nines(base), base)
    add("much trouble in tens", [199, 19_999_999, 1_999_999_999, 199_999_999_999_999, 8_999_999_999_999_999], 10)
    add("powers of two", [2**k for k in range(53)], 7)
    add("beyond 32 bits", [2**31 - 1, 2**31, 2**32 - 1, 2**32, 2**33 + 5], 10)
    add("falling", list(range(3_000, 2_000, -1)), 5)
    n = MOST
    add("max size, all heaviest, in twos", [HEAVY] * n, 2)
    add("max size, random in twos", some(n), 2)
    add("max size, random in tens", some(n), 10)
    add("max size, random in hundreds", some(n), 100)
    add("max size, small ones", some(n, 2_000), 36)
    add("max size, rising", [HEAVY - 5_000 + i for i in range(n)], 11)
    add("max size, nothing", [0] * n, 2)
    return cases


def small(seed):
    rng = random.Random(seed)
    high = rng.choice((20, 5_000, HEAVY))
    return {"weights": [rng.randint(0, high) for _ in range(rng.randint(1, 5))], "base": rng.choice((2, 3, 4, 10, 16, 37, 1_000))}
