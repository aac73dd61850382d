"""Lawns without molehills, with walls and fields of them, and programs that wander, spiral and run away."""
import random

MOST = 8_000
LETTERS = 30_000
FAR = 100_000


def generate(seed):
    rng = random.Random(seed)
    cases = []

    def add(name, program, rounds, molehills):
        hills = sorted({(x, y) for x, y in molehills if (x, y) != (0, 0)})
        rng.shuffle(hills)
        cases.append({"name": name, "input": {"program": program, "rounds": rounds, "molehills": [list(hill) for hill in hills]}})

    def wild(length, letters="FFFFLR"):
        return "".join(rng.choice(letters) for _ in range(length))

    def field(count, reach):
        found = set()
        while len(found) < count:
            hill = rng.randint(-reach, reach), rng.randint(-reach, reach)
            if hill != (0, 0):
                found.add(hill)
        return found

    def walls(reach):
        return {(side * a, b) if flat else (b, side * a)
                for a in (reach,) for side in (-1, 1) for flat in (0, 1) for b in range(-reach, reach + 1)}

    add("one step", "F", 1, [])
    add("one bump", "F", 1, [(0, 1)])
    add("turns on the spot", "LLR", 50, [(1, 0)])
    add("molehills at the corners", "FR", 8, [(1, 1), (-1, 1), (1, -1), (-1, -1)])
    add("back and forth", "FRR", 60, [])
    add("a square, again and again", "FFFR", 40, [])
    add("left around", "FFFL", 40, [])
    add("the farthest molehills", "FFR", 9, [(FAR, FAR), (-FAR, -FAR), (FAR, -FAR), (-FAR, FAR)])
    add("in a pen", "F", 100, walls(4))
    add("in a pen, with turns", "FFLF", 100, walls(5))
    add("in a corridor", "FLFR", 60, {(x, y) for x in (-2, 2) for y in range(-3, 60)})
    add("a spiral", "".join("F" * i + "R" for i in range(1, 40)), 1, [])
    add("negative coordinates", "LFFLFFF", 30, field(60, 9))
    for length in (5, 30, 300):
        add(f"random, program of {length}", wild(length), 20, field(60, 8))
        add(f"random, program of {length}, many bumps", wild(length, "FFFFFR"), 20, field(150, 9))
    add("max size, straight away", "F", LETTERS, field(MOST, FAR))
    add("max size, no molehill", wild(1_000, "FFFFFLLR"), 30, [])
    add("max size, in a pen", wild(1_000, "FFFFFFFFLR"), 30, walls(900))
    add("max size, molehills all around", wild(1_000), 30, field(MOST, 60))
    add("max size, few molehills nearby", wild(997), 30, field(MOST, 900))
    add("max size, zigzag", "FR" + "FL", LETTERS // 4, field(MOST - 40, FAR))
    add("max size, a round of steps", "F" * 250 + "R", 119, {(x, y) for x in range(1, 90) for y in range(1, 90)})
    return cases


def small(seed):
    rng = random.Random(seed)
    program = "".join(rng.choice("FFFLR") for _ in range(rng.randint(1, 6)))
    hills = {(rng.randint(-2, 2), rng.randint(-2, 3)) for _ in range(rng.randint(0, 7))} - {(0, 0)}
    return {"program": program, "rounds": rng.randint(1, 5), "molehills": [list(hill) for hill in sorted(hills)]}
