"""Towns: rings, stars, chains, grids and tangles; equal costs, rising costs, dear bridges."""
import random

SQUARES, STREETS = 3_000, 6_000
DEAR = 1_000_000_000


def text(n, streets):
    return f"{n} {len(streets)}\n" + "".join(f"{a} {b} {cost}\n" for a, b, cost in streets)


def tree(rng, n, reach, top):
    """Each square hangs at one of the `reach` squares before it."""
    return [(v, rng.randint(max(1, v - reach), v - 1), rng.randint(1, top)) for v in range(2, n + 1)]


def more(rng, n, count, top, low=1):
    streets = []
    while len(streets) < count:
        a, b = rng.randint(1, n), rng.randint(1, n)
        if a != b:
            streets.append((a, b, rng.randint(low, top)))
    return streets


def shuffled(rng, n, streets):
    """The same town with its squares renumbered and its streets in any order."""
    number = list(range(1, n + 1))
    rng.shuffle(number)
    streets = [(number[a - 1], number[b - 1], cost) for a, b, cost in streets]
    rng.shuffle(streets)
    return streets


def generate(seed):
    rng = random.Random(seed)
    cases = []

    def add(name, n, streets):
        cases.append({"name": name, "input": text(n, streets)})

    add("one street", 2, [(1, 2, 1)])
    add("one dear street", 2, [(2, 1, DEAR)])
    add("streets between the same two", 2, [(1, 2, 9), (2, 1, 3), (1, 2, 3), (1, 2, 7)])
    add("triangle of equal costs", 3, [(1, 2, 4), (2, 3, 4), (3, 1, 4)])
    add("triangle", 3, [(1, 2, 1), (2, 3, 2), (3, 1, 3)])
    add("ring", 8, [(v, v % 8 + 1, 10 * v) for v in range(1, 9)])
    add("ring, dearest in the middle", 9, [(v, v % 9 + 1, cost) for v, cost in zip(range(1, 10), (5, 1, 8, 2, 99, 3, 7, 4, 100))])
    add("dear bridge between two triangles", 6, [(1, 2, 1), (2, 3, 2), (1, 3, 5), (3, 4, 900), (4, 5, 1), (5, 6, 2), (4, 6, 4)])
    add("tree, no choice", 12, tree(rng, 12, 5, 50))
    add("costs past thirty-two bits together", 6, [(v, v + 1, DEAR) for v in range(1, 6)] + [(1, 6, DEAR), (2, 5, DEAR - 1)])
    add("everybody with everybody", 20, [(a, b, rng.randint(1, 40)) for a in range(1, 21) for b in range(1, a)])
    for n, extra, top in ((7, 6, 9), (40, 50, 30), (200, 300, DEAR), (700, 900, 5)):
        add(f"random, {n} squares", n, shuffled(rng, n, tree(rng, n, n, top) + more(rng, n, extra, top)))
    side = 30
    grid = [(y * side + x + 1, y * side + x + 2, rng.randint(1, 1000)) for y in range(side) for x in range(side - 1)]
    grid += [(y * side + x + 1, y * side + side + x + 1, rng.randint(1, 1000)) for y in range(side - 1) for x in range(side)]
    add("grid", side * side, grid)
    add("wheel", 1_000, [(1, v, 500) for v in range(2, 1_001)] + [(v, v + 1, v) for v in range(2, 1_000)])
    n, m = SQUARES, STREETS
    rest = m - n + 1
    chain = [(v, v + 1, v) for v in range(1, n)]
    add("max size, chain with rising costs", n, chain + more(rng, n, rest, DEAR, n))
    add("max size, chain, squares renumbered", n, shuffled(rng, n, [(a, b, rng.randint(1, 1000)) for a, b, _ in chain] + more(rng, n, rest, 2_000)))
    add("max size, all costs equal", n, shuffled(rng, n, tree(rng, n, 50, 1) + more(rng, n, rest, 1)))
    add("max size, random", n, shuffled(rng, n, tree(rng, n, n, DEAR) + more(rng, n, rest, DEAR)))
    binary = [(v, v // 2, 20 - v.bit_length()) for v in range(2, n + 1)]
    add("max size, binary tree, dear at the top", n, binary + more(rng, n, rest, 60, 20))
    add("many streets between few squares", 80, more(rng, 80, 3_000, DEAR) + tree(rng, 80, 80, DEAR))
    return cases


def small(seed):
    rng = random.Random(seed)
    n, top = rng.randint(2, 6), rng.choice((3, 10, 100))
    streets = tree(rng, n, n, top) + more(rng, n, rng.randint(0, 5), top)
    return text(n, shuffled(rng, n, streets))
