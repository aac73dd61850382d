"""Towns: chains, rings, slopes, tangles; walks that cannot be, that are few, and that are many of one length."""
import random

CORNERS, PATHS, EVENINGS, LONG = 1_000, 3_000, 10, 1_000_000


def generate(seed):
    rng = random.Random(seed)
    cases = []

    def add(name, corners, paths, evenings):
        cases.append({"name": name, "input": {"corners": corners, "paths": [list(path) for path in paths], "evenings": evenings}})

    def tangle(corners, count, long):
        return [(rng.randrange(corners), rng.randrange(corners), rng.randint(1, long)) for _ in range(count)]

    def slope(corners, count, reach, long):
        """Paths that only lead to higher numbers, not far."""
        paths = []
        for _ in range(count):
            start = rng.randrange(corners - 1)
            paths.append((start, rng.randint(start + 1, min(corners - 1, start + reach)), rng.randint(1, long)))
        return paths

    def chain(corners, length=1):
        return [(v, v + 1, length) for v in range(corners - 1)]

    add("one corner, no path", 1, [], 1)
    add("one corner, no path, many evenings", 1, [], EVENINGS)
    add("one corner, around the block", 1, [(0, 0, 3)], 5)
    add("one corner, around two blocks", 1, [(0, 0, 2), (0, 0, 3)], EVENINGS)
    add("no path", 2, [], 3)
    add("one path", 2, [(0, 1, LONG)], 2)
    add("the wrong way round", 2, [(1, 0, 5)], 2)
    add("parallel paths", 2, [(0, 1, 4), (0, 1, 4), (0, 1, 6)], 4)
    add("past the tavern and back", 3, [(0, 2, 5), (2, 1, 1), (1, 2, 1)], 6)
    add("past home again", 3, [(0, 1, 2), (1, 0, 2), (1, 2, 9)], 4)
    add("corner that leads nowhere", 4, [(0, 1, 1), (1, 1, 1), (0, 3, 50)], 5)
    add("tavern out of reach, blocks to walk around", 4, [(0, 1, 1), (1, 0, 1), (1, 2, 1), (2, 2, 1)], 7)
    add("many walks of one length", 7, [(v, v + 1, 1) for v in range(6) for _ in range(2)], EVENINGS)
    add("fewer walks than evenings", 5, [(0, 1, 3), (0, 2, 4), (1, 4, 5), (2, 4, 4), (1, 3, 1), (3, 4, 9)], EVENINGS)
    add("ring", 10, chain(10, 7) + [(9, 0, 7)], EVENINGS)
    for corners, count, long in ((5, 12, 9), (30, 80, 5), (100, 300, LONG), (300, 700, 50)):
        add(f"random, {corners} corners", corners, tangle(corners, count, long), EVENINGS)
        add(f"slope, {corners} corners", corners, slope(corners, count, 4, long), EVENINGS)
    add("max size, one evening", CORNERS, tangle(CORNERS, PATHS, LONG), 1)
    # The walks go through the corners against their numbers, so that rounds over all corners bring little.
    backwards = [(v, v - 1, rng.randint(1, 9)) for v in range(CORNERS - 2, 1, -1)]
    backwards += [(0, CORNERS - 2, 1), (1, CORNERS - 1, 1), (2, 1, 1)]
    more = [(v, v - rng.randint(1, 3), rng.randint(1, 30)) for v in (rng.randrange(5, CORNERS - 1) for _ in range(PATHS - len(backwards)))]
    add("max size, long chain against the numbers", CORNERS, backwards + more, EVENINGS)
    add("max size, ring with many blocks", CORNERS, chain(CORNERS, 3) + [(CORNERS - 1, 0, 3)] + [(v, v, LONG) for v in range(CORNERS)], EVENINGS)
    add("max size, every step twice", CORNERS, chain(CORNERS) * 3, EVENINGS)
    add("max size, tangle", CORNERS, tangle(CORNERS, PATHS, LONG), EVENINGS)
    add("max size, tangle, tavern out of reach", CORNERS, [(a, b % (CORNERS - 1), n) for a, b, n in tangle(CORNERS, PATHS, LONG)], EVENINGS)
    add("max size, tangle of short paths", CORNERS, tangle(CORNERS, PATHS, 2), EVENINGS)
    return cases


def small(seed):
    rng = random.Random(seed)
    corners = rng.randint(1, 6)
    long = rng.choice((1, 3, 8))
    paths = [[rng.randrange(corners), rng.randrange(corners), rng.randint(1, long)] for _ in range(rng.randint(0, 9))]
    return {"corners": corners, "paths": paths, "evenings": rng.randint(1, 6)}
