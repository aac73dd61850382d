"""Beds and walks: whole spirals, half rings, single rows and columns."""
import random

MAX_SIDE = 150
MAX_LEAVES = 10_000
MAX_WALKS = 3_000


def bed(rng, rows, columns, most=MAX_LEAVES):
    return [[rng.randrange(most + 1) for _ in range(columns)] for _ in range(rows)]


def walk(rng, rows, columns):
    top, bottom = sorted((rng.randrange(rows), rng.randrange(rows)))
    left, right = sorted((rng.randrange(columns), rng.randrange(columns)))
    area = (bottom - top + 1) * (right - left + 1)
    return [top, left, bottom, right, rng.randrange(1, area + 1)]


def generate(seed):
    rng = random.Random(seed)
    cases = []

    def add(name, plants, walks):
        cases.append({"name": name, "input": {"bed": plants, "walks": walks}})

    def every_length(rows, columns):
        return [[0, 0, rows - 1, columns - 1, t] for t in range(1, rows * columns + 1)]

    add("one plant", [[7]], [[0, 0, 0, 0, 1]])
    add("no leaves", [[0, 0], [0, 0]], [[0, 0, 1, 1, 4]])
    for rows, columns in ((1, 9), (9, 1), (2, 2), (2, 7), (7, 2), (3, 3), (3, 8), (8, 3), (6, 6), (5, 9)):
        add(f"{rows} x {columns}, every length", bed(rng, rows, columns), every_length(rows, columns))
    for side in (5, 20, 60):
        columns = side + rng.randrange(1, 9)
        add(f"{side} x {columns}, random walks", bed(rng, side, columns),
            [walk(rng, side, columns) for _ in range(100)])
    n, q = MAX_SIDE, MAX_WALKS
    add("max size, random walks", bed(rng, n, n), [walk(rng, n, n) for _ in range(q)])
    add("max size, whole bed to the last plants", bed(rng, n, n),
        [[0, 0, n - 1, n - 1, n * n - i] for i in range(q)])
    add("max size, whole bed, random lengths", bed(rng, n, n),
        [[0, 0, n - 1, n - 1, rng.randrange(1, n * n + 1)] for _ in range(q)])
    add("max size, all leaves", [[MAX_LEAVES] * n for _ in range(n)],
        [[i % 5, i % 7, n - 1, n - 1, (n - i % 5) * (n - i % 7)] for i in range(q)])
    add("max size, single rows", bed(rng, n, n, 9),
        [[i % n, i % 11, i % n, n - 1, 1 + i % (n - 11)] for i in range(q)])
    add("max size, single columns", bed(rng, n, n, 9),
        [[i % 11, i % n, n - 1, i % n, 1 + i % (n - 11)] for i in range(q)])
    add("max size, thin parts", bed(rng, n, n, 99),
        [[i % 50, i % 140, n - 1 - i % 50, i % 140 + i % 4, 1 + i % 50] for i in range(q)])
    add("one long row", bed(rng, 1, n), [walk(rng, 1, n) for _ in range(q)])
    add("one long column", bed(rng, n, 1), [walk(rng, n, 1) for _ in range(q)])
    return cases


def small(seed):
    rng = random.Random(seed)
    rows, columns = rng.randrange(1, 7), rng.randrange(1, 7)
    return {
        "bed": bed(rng, rows, columns, 20),
        "walks": [walk(rng, rows, columns) for _ in range(rng.randrange(1, 5))],
    }
