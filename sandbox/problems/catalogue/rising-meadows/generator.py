"""Globes with one belt of land, rings, stripes, chessboards, repeated reports and random land."""
import random

MOST = 6_000
WIDE = 1_000


def generate(seed):
    rng = random.Random(seed)
    cases = []

    def add(name, rows, columns, emerged, shuffled=False):
        emerged = [list(square) for square in emerged]
        if shuffled:
            rng.shuffle(emerged)
        cases.append({"name": name, "input": {"rows": rows, "columns": columns, "emerged": emerged}})

    def all_of(rows, columns):
        return [(row, column) for row in range(rows) for column in range(columns)]

    def some(rows, columns, count):
        return [(rng.randrange(rows), rng.randrange(columns)) for _ in range(count)]

    add("one square", 1, 1, [(0, 0)])
    add("one square, three reports", 1, 1, [(0, 0)] * 3)
    add("one row, the edges meet", 1, 5, [(0, 0), (0, 4), (0, 2), (0, 1), (0, 3)])
    add("one row of two", 1, 2, [(0, 0), (0, 1)])
    add("one column", 5, 1, [(0, 0), (4, 0), (2, 0), (1, 0), (3, 0)])
    add("two columns", 3, 2, all_of(3, 2), shuffled=True)
    add("largest map, one square", WIDE, WIDE, [(WIDE - 1, WIDE - 1)])
    add("corners of the largest map", WIDE, WIDE, [(0, 0), (WIDE - 1, 0), (0, WIDE - 1), (WIDE - 1, WIDE - 1)])
    add("end of a row and beginning of the next", 3, 4, [(0, 3), (1, 0), (2, 3), (1, 3), (0, 0)])
    add("ring closes", 3, 3, [(0, 0), (0, 1), (0, 2), (1, 2), (2, 2), (2, 1), (2, 0), (1, 0), (1, 1)])
    add("four islands joined at once", 5, 5, [(1, 2), (3, 2), (2, 1), (2, 3), (2, 2)])
    add("top and bottom row", 4, 6, [(0, c) for c in range(6)] + [(3, c) for c in range(6)])
    board = [square for square in all_of(12, 12) if sum(square) % 2 == 0]
    add("chessboard, then the rest", 12, 12, board + [square for square in all_of(12, 12) if sum(square) % 2])
    add("everything, row by row", 9, 14, all_of(9, 14))
    add("everything, twice", 6, 7, all_of(6, 7) * 2, shuffled=True)
    for rows, columns in ((3, 50), (50, 3), (20, 20)):
        add(f"random {rows} by {columns}", rows, columns, some(rows, columns, 400))
    n = MOST
    add("max size, random on a full map", 77, 78, all_of(77, 78)[:n], shuffled=True)
    add("max size, random on the largest map", WIDE, WIDE, some(WIDE, WIDE, n))
    add("max size, one square", 1, 1, [(0, 0)] * n)
    add("max size, one row from both ends", 6, WIDE,
        [(0, c) if i % 2 else (0, WIDE - 1 - c) for i in range(n) for c in [i // 2 % WIDE]])
    add("max size, row by row", 6, WIDE, all_of(6, WIDE))
    stripes = [(row, column) for row in range(0, 119, 2) for column in range(99)]
    add("max size, stripes, then a belt across", 120, 100, stripes[:5_880] + [(row, 7) for row in range(120)])
    add("max size, islands only", 400, 400, [(2 * (i % 200), 2 * (i // 200)) for i in range(n)])
    comb = [(row, column) for column in range(0, 100, 2) for row in range(119)]
    add("max size, teeth, then the back of the comb", 120, 100, comb + [(119, c) for c in range(50)])
    return cases


def small(seed):
    rng = random.Random(seed)
    rows, columns = rng.randint(1, 4), rng.randint(1, 5)
    count = rng.randint(1, 12)
    return {"rows": rows, "columns": columns,
            "emerged": [[rng.randrange(rows), rng.randrange(columns)] for _ in range(count)]}
