"""Rows with no gap, few gaps, gaps that grow, shrink and vary, and slips that repeat."""
import random

MOST = 10_000
HIGH = 1_000_000_000


def gaps(lengths, first=0):
    """The taken lockers that end the free stretches of the given lengths."""
    lockers, place = [], first
    for length in lengths:
        place += length + 1
        lockers.append(place)
    return lockers


def generate(seed):
    rng = random.Random(seed)
    cases = []

    def add(name, taken, groups, shuffled=True):
        taken = list(taken)
        if shuffled:
            rng.shuffle(taken)
        cases.append({"name": name, "input": {"taken": taken, "groups": groups}})

    def some(count, high=HIGH):
        return [rng.randint(1, high) for _ in range(count)]

    add("nothing is taken", [], [1, 2, HIGH])
    add("the first is taken", [1], [1, 5])
    add("the second is taken", [2], [1, 2])
    add("the farthest is taken", [HIGH], [1, HIGH - 1, HIGH])
    add("first and farthest", [1, HIGH], [HIGH - 2, HIGH - 1, 1])
    add("a slip ten times", [3] * 10, [1, 2, 3])
    add("no gap", range(1, 101), [1, 2, 3])
    add("no gap, every slip twice", list(range(1, 101)) * 2, [1, 100])
    add("every other locker", range(2, 200, 2), [1, 2, 3])
    add("every third locker", range(3, 200, 3), [1, 2, 3])
    add("text order is not the order", [9, 10, 11, 100, 99, 8, 1000, 999], list(range(1, 30)) + [88, 89, 90, 899, 900])
    add("gaps grow", gaps(range(1, 40)), list(range(1, 45)))
    add("gaps shrink", gaps(range(40, 0, -1)), list(range(1, 45)))
    add("gaps of one length", gaps([6] * 50), [5, 6, 7])
    add("a long gap between short ones", gaps([3, 1, 4, 1, 50, 9, 2, 6, 5, 50, 51]), list(range(1, 53)))
    for count in (10, 100, 1000):
        add(f"random {count}, crowded", some(count, 3 * count), some(count, 12))
        add(f"random {count}", some(count), some(count, HIGH // count * 5))
    n = MOST
    add("max size, random", some(n), some(n, 1_000_000))
    add("max size, groups that find nothing until the end", some(n), [HIGH - i for i in range(n)])
    add("max size, crowded", some(n, 30_000), some(n, 30))
    add("max size, no gap", range(1, n + 1), some(n, 3))
    add("max size, gaps grow", gaps(range(n)), some(n, n + 50))
    add("max size, gaps grow, large groups", gaps(range(n)), [n - 1 + i % 3 for i in range(n)])
    add("max size, gaps shrink", gaps(range(n, 0, -1)), some(n, n + 50))
    add("max size, one slip", [777] * n, some(n, 1_000))
    add("max size, sorted", sorted(some(n)), sorted(some(n, 900_000)), shuffled=False)
    return cases


def small(seed):
    rng = random.Random(seed)
    high = rng.choice((5, 14, 120))
    taken = [rng.randint(1, high) for _ in range(rng.randint(0, 8))]
    return {"taken": taken, "groups": [rng.randint(1, max(2, high // 3)) for _ in range(rng.randint(1, 5))]}
