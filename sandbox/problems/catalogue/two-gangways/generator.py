"""Queues without ties, with nothing but ties, one behind the other, and of very different lengths."""
import random

MOST = 20_000
HIGH = 1_000_000_000


def generate(seed):
    rng = random.Random(seed)
    cases = []

    def add(name, left, right):
        cases.append({"name": name, "input": {"left": sorted(left), "right": sorted(right)}})

    def some(count, high=HIGH):
        return [rng.randint(0, high) for _ in range(count)]

    add("nobody at all", [], [])
    add("one on the left", [0], [])
    add("one on the right", [], [HIGH])
    add("a tie of one and one", [7], [7])
    add("lower on the left", [1], [2])
    add("lower on the right", [2], [1])
    add("zeros", [0, 0, 0, 5], [0, 0, 5, 5])
    add("zeros against higher numbers", [0, 3], [0, 1])
    add("tie after the left", [1, 5], [5])
    add("tie after the right", [5], [1, 5])
    add("ties far apart", [1, 3, 5, 7, 9], [1, 2, 5, 6, 9])
    add("all left before all right", list(range(10)), list(range(10, 20)))
    add("all right before all left", list(range(10, 20)), list(range(10)))
    add("all equal", [4] * 30, [4] * 30)
    add("all equal, more on the left", [4] * 50, [4] * 10)
    add("all equal, more on the right", [4] * 10, [4] * 50)
    add("the highest numbers", [HIGH] * 9, [HIGH - 1] * 3 + [HIGH] * 5)
    for count in (10, 100, 1000):
        add(f"random {count}, many ties", some(count, count // 4), some(count, count // 4))
        add(f"random {count}", some(count), some(count // 2))
    n = MOST
    add("max size, all equal", [3] * n, [3] * n)
    add("max size, left empty", [], some(n))
    add("max size, right empty", some(n), [])
    add("max size, one after another", list(range(0, 2 * n, 2)), list(range(1, 2 * n, 2)))
    add("max size, all left before all right", list(range(n)), list(range(n, 2 * n)))
    add("max size, many ties", some(n, 9_000), some(n, 9_000))
    add("max size, long ties", some(n, 20), some(n, 20))
    return cases


def small(seed):
    rng = random.Random(seed)
    high = rng.choice((1, 3, 9))
    left, right = ([rng.randint(0, high) for _ in range(rng.randint(0, 8))] for _ in range(2))
    return {"left": sorted(left), "right": sorted(right)}
