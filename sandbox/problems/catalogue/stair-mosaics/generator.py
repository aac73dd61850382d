"""Secret cases and small random cases for stair-mosaics."""

import random

MAX_STEPS = 20000
MAX_HEIGHTS = 6
MAX_COLOURS = 1000


def case(name, steps, colours):
    return {"name": name, "input": {"steps": steps, "colours": colours}}


def generate(seed):
    rng = random.Random(seed)

    def colours(count, top=MAX_COLOURS):
        return [rng.randint(0, top) for _ in range(count)]

    return [
        case("one step, one height", 1, [7]),
        case("one step, panel does not exist", 1, [0, 9]),
        case("stair lower than most panels", 2, [3, 4, 5, 6, 7, 8]),
        case("stair exactly as high as the highest panel", 6, [0, 0, 0, 0, 0, 11]),
        case("order matters, small", 9, [1, 2, 3]),
        case("just past the modulus", 30, [2]),
        case("two heights, several colours", 40, [3, 5]),
        case("fibonacci, medium", 60, [1, 1]),
        case("nothing can be made", 500, [0, 0, 0]),
        case("height two, even stair", 500, [0, 1]),
        case("height two, odd stair", 501, [0, 1]),
        case("heights four and six, odd stair", 999, [0, 0, 0, 1000, 0, 1000]),
        case("heights five and six", 1000, [0, 0, 0, 0, 17, 23]),
        case("random, 100 steps", 100, colours(4)),
        case("random, 1000 steps", 1000, colours(5)),
        case("random, 5000 steps", 5000, colours(6)),
        case("one colour of every height, tall", 12000, [1] * MAX_HEIGHTS),
        case("single height, tall", MAX_STEPS, [MAX_COLOURS]),
        case("maximum stair, most colours", MAX_STEPS, [MAX_COLOURS] * MAX_HEIGHTS),
        case("maximum stair, one below", MAX_STEPS - 1, [MAX_COLOURS] * MAX_HEIGHTS),
        case("maximum stair, height six alone fails", MAX_STEPS, [0, 0, 0, 0, 0, 1000]),
        case("maximum stair, random", MAX_STEPS, colours(MAX_HEIGHTS)),
        case("maximum stair, single colours", MAX_STEPS, [1, 0, 1, 0, 1, 1]),
    ]


def small(seed):
    rng = random.Random(seed)
    heights = rng.randint(1, MAX_HEIGHTS)
    top = rng.choice([1, 2, 5, 1000])
    return {
        "steps": rng.randint(1, 9),
        "colours": [rng.randint(0, top) for _ in range(heights)],
    }
