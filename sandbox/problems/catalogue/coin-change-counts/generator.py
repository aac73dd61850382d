"""Secret cases and small random cases for coin-change-counts."""

import random

MAX_KINDS = 30
MAX_VALUE = 4000
MAX_COPIES = 1000000000
MAX_AMOUNT = 4000


def case(name, coins, copies, amount):
    return {"name": name, "input": {"coins": coins, "copies": copies, "amount": amount}}


def generate(seed):
    rng = random.Random(seed)

    def kinds(count, high=MAX_VALUE):
        return rng.sample(range(1, high + 1), count)

    def owned(count, high):
        return [rng.randint(0, high) for _ in range(count)]

    lowest = list(range(1, MAX_KINDS + 1))
    return [
        case("nothing owed, nothing owned", [5], [0], 0),
        case("nothing owed, much owned", [1, 2, 3], [9, 9, 9], 0),
        case("one coin, exact", [4000], [1], 4000),
        case("one coin, too few copies", [8], [4], 40),
        case("one coin, exactly enough copies", [8], [5], 40),
        case("all coins larger than the amount", [50, 60, 70], [9, 9, 9], 49),
        case("whole purse needed", [1, 10, 100], [9, 9, 9], 999),
        case("one more than the purse", [1, 10, 100], [9, 9, 9], 1000),
        case("copies not one below a power of two", [1, 2], [4, 6], 9),
        case("copies one below a power of two", [1, 3, 4], [7, 3, 15], 30),
        case("one of each", lowest, [1] * MAX_KINDS, 200),
        case("two of each, descending", lowest[::-1], [2] * MAX_KINDS, 400),
        case("even coins, odd amount", [2 * i for i in lowest], [MAX_COPIES] * MAX_KINDS, 3999),
        case("even coins, even amount", [2 * i for i in lowest], [MAX_COPIES] * MAX_KINDS, 4000),
        case("powers of two, one each", [1 << i for i in range(12)], [1] * 12, 4000),
        case("powers of two, three each", [1 << i for i in range(12)], [3] * 12, 4000),
        case("no copies at all", kinds(30, 100), [0] * 30, 3000),
        case("random, few copies", kinds(20, 60), owned(20, 8), 1500),
        case("random, medium", kinds(25, 200), owned(25, 60), 3000),
        case("maximum, smallest coins, unlimited", lowest, [MAX_COPIES] * MAX_KINDS, MAX_AMOUNT),
        case("maximum, smallest coins, tight copies", lowest, [13] * MAX_KINDS, MAX_AMOUNT),
        case("maximum, smallest coins, random copies", lowest, owned(30, 2000), MAX_AMOUNT),
        case("maximum, random coins", kinds(30), owned(30, 40), MAX_AMOUNT),
        case("maximum, coins below forty, shuffled", kinds(30, 40), owned(30, 900), MAX_AMOUNT),
    ]


def small(seed):
    rng = random.Random(seed)
    count = rng.randint(1, 4)
    return {
        "coins": rng.sample(range(1, rng.choice([4, 8]) + 1), count),
        "copies": [rng.choice([0, 1, 2, 3, 4, 5, 9, MAX_COPIES]) for _ in range(count)],
        "amount": rng.randint(0, 16),
    }
