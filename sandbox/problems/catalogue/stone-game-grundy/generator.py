"""Secret cases and small random cases for stone-game-grundy."""

import random

MAX_PILES = 4000
MAX_PEBBLES = 10**15
MAX_MOVE = 20

# Sets of moves whose values take long to repeat: run-in + period.
LONGEST = [2, 5, 6, 7, 8, 10, 11, 12, 13, 14, 17, 18, 20]  # 780 + 792
LONG_RUN_IN = [1, 4, 9, 10, 11, 12, 14, 16, 18, 19, 20]  # 1192 + 168
LONG_PERIOD = [2, 3, 5, 7, 8, 9, 11, 13, 15, 18, 19, 20]  # 78 + 1178


def case(name, piles, moves):
    return {"name": name, "input": {"piles": piles, "moves": moves}}


def generate(seed):
    rng = random.Random(seed)

    def piles(count, high=MAX_PEBBLES, low=0):
        return [rng.randint(low, high) for _ in range(count)]

    def some(count):
        return rng.sample(range(1, MAX_MOVE + 1), count)

    def any_size(count):
        return [rng.randint(0, 10 ** rng.randint(1, 15)) for _ in range(count)]

    every = list(range(1, MAX_MOVE + 1))
    powers = [2**i + d for i in range(1, 50) for d in (-1, 0, 1)]
    pairs = piles(200)
    return [
        case("one empty pile", [0], [1]),
        case("one pebble", [1], [1]),
        case("one pile, too small to move", [19], [20]),
        case("take one at a time", [1, 2, 3, 4, 5], [1]),
        case("several ways from one pile", [9], [2, 3, 5, 8]),
        case("two equal piles", [123, 123], [1, 3, 4]),
        case("medium piles", piles(30, 40), [2, 5, 7]),
        case("in the run-in", list(range(0, 1200, 7)), LONG_RUN_IN),
        case("end of the run-in", list(range(1150, 1250)), LONG_RUN_IN),
        case("one pile past thirty-two bits", [2**32 + 11], [1, 2, 4, 7]),
        case("around powers of two", powers, [2, 3, 5, 8]),
        case("every pile twice", pairs + pairs, [3, 7, 10]),
        case("every pile twice and one more", pairs + pairs + [MAX_PEBBLES - 1], [3, 7, 8, 10]),
        case("only the largest move", piles(500), [20]),
        case("all moves", piles(500), every),
        case("odd moves", piles(501), every[::2]),
        case("even moves", piles(500), every[1::2]),
        case("a million pebbles", piles(300, 3000000, 1000000), some(8)),
        case("large piles, few of them", piles(3, MAX_PEBBLES, MAX_PEBBLES - 999), LONGEST),
        case("piles of any size", any_size(2000), some(6)),
        case("maximum, all equal", [MAX_PEBBLES] * MAX_PILES, LONGEST),
        case("maximum, all equal but one", [MAX_PEBBLES] * (MAX_PILES - 1) + [MAX_PEBBLES - 3], LONG_RUN_IN),
        case("maximum, random, longest way to repeat", piles(MAX_PILES), LONGEST),
        case("maximum, random, long period", piles(MAX_PILES), LONG_PERIOD),
        case("maximum, any size, long run-in", any_size(MAX_PILES), LONG_RUN_IN),
        case("maximum, random, all moves", piles(MAX_PILES), every),
    ]


def small(seed):
    rng = random.Random(seed)
    high = rng.choice([3, 8, 14])
    return {
        "piles": [rng.randint(0, high) for _ in range(rng.randint(1, 3))],
        "moves": rng.sample(range(1, rng.choice([3, 5, 12]) + 1), rng.randint(1, 3)),
    }
