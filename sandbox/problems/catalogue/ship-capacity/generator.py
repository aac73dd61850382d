"""Secret cases and small random cases for ship-capacity."""

import random

MAX_CRATES = 12000
MAX_WEIGHT = 1000000


def case(name, weights, fragile, trips):
    return {"name": name, "input": {"weights": weights, "fragile": fragile, "trips": trips}}


def generate(seed):
    rng = random.Random(seed)

    def weights(count, low=1, high=MAX_WEIGHT):
        return [rng.randint(low, high) for _ in range(count)]

    def glass(count, share):
        return [rng.random() < share for _ in range(count)]

    def every(count, step):
        return [i % step == step - 1 for i in range(count)]

    light = weights(2000, 1, 9)
    light[1234] = MAX_WEIGHT
    return [
        case("one crate", [17], [False], 1),
        case("one fragile crate, heaviest", [MAX_WEIGHT], [True], 1),
        case("one trip, last crate fragile", [3, 1, 2], [False, False, True], 1),
        case("one trip, first crate fragile", [3, 1, 2], [True, False, False], 1),
        case("more trips than crates", [8, 3, 9, 4], [False] * 4, MAX_CRATES),
        case("all fragile, just enough trips", weights(50, 1, 100), [True] * 50, 50),
        case("all fragile, one trip missing", weights(50, 1, 100), [True] * 50, 49),
        case("all fragile but the last, one trip missing", weights(50), [True] * 49 + [False], 49),
        case("heaviest crate decides", light, [False] * 2000, 1500),
        case("all equal, even split", [10] * 1000, [False] * 1000, 8),
        case("all equal, uneven split", [10] * 1000, [False] * 1000, 7),
        case("average is too small", [1, 99] * 300, [False] * 600, 200),
        case("ascending", sorted(weights(1500)), glass(1500, 0.01), 60),
        case("descending", sorted(weights(1500), reverse=True), glass(1500, 0.01), 60),
        case("heavy crates behind glass", ([1] * 9 + [500]) * 100, every(1000, 10), 130),
        case("forced trips leave one to spare", weights(900), every(900, 9), 101),
        case("random, half the size", weights(6000), glass(6000, 0.02), 400),
        case("maximum, one trip", [MAX_WEIGHT] * MAX_CRATES, [False] * MAX_CRATES, 1),
        case("maximum, two trips", weights(MAX_CRATES), [False] * MAX_CRATES, 2),
        case("maximum, few trips", weights(MAX_CRATES), glass(MAX_CRATES, 0.001), 40),
        case("maximum, many trips", weights(MAX_CRATES), glass(MAX_CRATES, 0.2), 5000),
        case("maximum, light crates", weights(MAX_CRATES, 1, 3), every(MAX_CRATES, 30), 700),
    ]


def small(seed):
    rng = random.Random(seed)
    count = rng.randint(1, 8)
    high = rng.choice([1, 4, 20])
    share = rng.choice([0, 0.2, 0.6])
    return {
        "weights": [rng.randint(1, high) for _ in range(count)],
        "fragile": [rng.random() < share for _ in range(count)],
        "trips": rng.randint(1, count + 1),
    }
