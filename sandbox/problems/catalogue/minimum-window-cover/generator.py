"""Streets: rare goods far apart, crowded stalls, and puddles in the worst places."""
import random

MAX = 40_000
MAX_WANTED = 1_000
TOP = 1_000_000_000


def generate(seed):
    rng = random.Random(seed)
    cases = []

    def add(name, street, wanted, puddles):
        cases.append({"name": name, "input": {"street": list(street), "wanted": wanted, "puddles": puddles}})

    def stalls(count, kinds, wet=0.0):
        return [0 if rng.random() < wet else rng.randint(1, kinds) for _ in range(count)]

    add("one stall that has it", [TOP], [[TOP, 1]], 0)
    add("one stall that has it not", [4], [[5, 1]], 0)
    add("one puddle", [0], [[1, 1]], 1)
    add("puddles only", [0] * 12, [[1, 1]], 12)
    add("two pieces wanted, one there", [2, 1, 3], [[2, 2]], 0)
    add("all equal, some wanted", [6] * 20, [[6, 7]], 0)
    add("all equal, all wanted", [6] * 20, [[6, 20]], 0)
    add("all equal, one too many wanted", [6] * 20, [[6, 21]], 40_000)
    add("puddle between the only two", [1, 0, 2], [[1, 1], [2, 1]], 0)
    add("allowed puddle between the only two", [1, 0, 2], [[1, 1], [2, 1]], 1)
    add("shortest walk is too wet, a longer one is dry", [1, 0, 2, 9, 9, 1, 9, 9, 2], [[1, 1], [2, 1]], 0)
    add("a piece bought before the puddle does not count", [1, 0, 2, 0, 1, 2, 2], [[1, 1], [2, 2]], 0)
    add("ties, wet and dry", [1, 0, 2, 1, 9, 2, 9, 1], [[1, 1], [2, 1]], 1)
    add("the whole street is needed", [1, 5, 5, 0, 5, 5, 2], [[1, 1], [2, 1]], 1)
    for count, kinds, wet, pieces, allowed in ((30, 4, 0.1, 2, 1), (300, 12, 0.1, 2, 2), (300, 6, 0.4, 3, 9),
                                               (2_000, 60, 0.05, 1, 11), (2_000, 9, 0.02, 6, 0)):
        wanted = [[kind, rng.randint(1, pieces)] for kind in rng.sample(range(1, kinds + 1), max(2, kinds * 2 // 3))]
        add(f"random, {count} places, {kinds} kinds", stalls(count, kinds, wet), wanted, allowed)
    add("max size, a rare piece at each end", [1] + [3] * (MAX - 2) + [2], [[2, 1], [1, 1]], 0)
    add("max size, the wanted kind is nowhere", stalls(MAX, 50), [[51, 1], [1, 3]], 5)
    street = stalls(MAX, 30, 0.01)
    street[MAX // 2] = street[MAX - 1] = 31
    add("max size, a rare piece in the middle and one at the end", street, [[31, 1], [7, 40], [30, 3]], 300)
    third = MAX // 3
    street = stalls(third, 9) + [10] + stalls(third, 9) + [10] + stalls(MAX - 2 * third - 2, 9)
    add("max size, both rare pieces are wanted", street, [[10, 2], [3, 9]], 0)
    wanted = [[kind, rng.randint(1, 3)] for kind in range(1, MAX_WANTED + 1)]
    add("max size, longest list", stalls(MAX, MAX_WANTED, 0.02), wanted, 400)
    add("max size, longest list, too wet", stalls(MAX, MAX_WANTED, 0.3), wanted, 900)
    add("max size, every other place a puddle", [i % 2 * (1 + i % 3) for i in range(MAX)],
        [[1, 400], [2, 300], [3, 500]], MAX)
    kinds = [k << 16 for k in range(1, 901)]
    street = [rng.choice(kinds) for _ in range(MAX)]
    add("max size, equal low bits", street, [[kind, 1] for kind in kinds], 0)
    return cases


def small(seed):
    rng = random.Random(seed)
    kinds = rng.randint(1, 4)
    wet = rng.choice([0.0, 0.2, 0.5])
    street = [0 if rng.random() < wet else rng.randint(1, kinds) for _ in range(rng.randint(1, 14))]
    wanted = [[kind, rng.choice([1, 1, 2, 3])] for kind in rng.sample(range(1, kinds + 1), rng.randint(1, min(kinds, 3)))]
    return {"street": street, "wanted": wanted, "puddles": rng.choice([0, 1, 2, 5])}
