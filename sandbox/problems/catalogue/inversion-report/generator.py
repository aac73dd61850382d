"""Shelves: sorted, reversed, with many equal books, and readers at the ends and in the middle."""
import random

MAX = 8_000
TALL = 1_000_000_000


def text(books, readers):
    lines = [f"{len(books)} {len(readers)}", " ".join(map(str, books))]
    lines.extend(f"{p} {h}" for p, h in readers)
    return "\n".join(lines) + "\n"


def generate(seed):
    rng = random.Random(seed)
    cases = []

    def add(name, books, readers):
        cases.append({"name": name, "input": text(list(books), readers)})

    def shelf(count, low, high):
        return [rng.randint(low, high) for _ in range(count)]

    def readers(count, books, low, high):
        return [(rng.randint(0, len(books)), rng.randint(low, high)) for _ in range(count)]

    add("one book, one reader", [5], [(0, 5)])
    add("one book, both gaps", [5], [(0, 4), (0, 6), (1, 4), (1, 6)])
    add("heights at both ends", [TALL, 1], [(0, TALL), (1, 1), (2, 1), (2, TALL)])
    add("every gap of a small shelf", [3, 1, 2], [(p, h) for p in range(4) for h in range(5) if h])
    add("all equal", [9] * 20, [(p, h) for p in (0, 7, 20) for h in (8, 9, 10)])
    add("sorted", range(1, 41), readers(40, range(40), 1, 42))
    add("reversed", range(40, 0, -1), readers(40, range(40), 1, 42))
    add("the same reader again", [4, 2, 6, 2], [(2, 3)] * 6)
    add("readers with heights that are on the shelf", [2, 8, 4, 8, 2, 6], [(p, h) for p in range(7) for h in (2, 4, 6, 8)])
    add("readers with heights that are not", [2, 8, 4, 8, 2, 6], [(p, h) for p in range(7) for h in (1, 3, 7, 9)])
    for count, asked, tall in ((12, 60, 5), (90, 30, 9), (300, 300, TALL), (1_200, 900, 30), (2_000, 1_000, TALL)):
        books = shelf(count, 1, tall)
        add(f"random, {count} books up to {tall}", books, readers(asked, books, 1, tall))
    books = shelf(500, 1, 50)
    add("first and last gap only", books, [(rng.choice((0, 500)), rng.randint(1, 51)) for _ in range(200)])
    add("readers from right to left", books, [(p, rng.randint(1, 51)) for p in range(500, -1, -1)])
    add("many books, one reader", shelf(MAX, 1, TALL), [(MAX // 2, TALL // 2)])
    add("one book, many readers", [500], readers(4_000, [500], 400, 600))
    books = shelf(MAX, 1, TALL)
    add("max size, random", books, readers(MAX, books, 1, TALL))
    add("max size, reversed", range(MAX, 0, -1), readers(MAX, range(MAX), 1, MAX))
    add("max size, sorted", range(1, MAX + 1), [(MAX - i, 1 + i) for i in range(MAX)])
    add("max size, all equal", [TALL] * MAX, [(rng.randint(0, MAX), TALL - rng.randint(0, 1)) for _ in range(MAX)])
    books = shelf(MAX, 1, 6)
    add("max size, six heights", books, readers(MAX, books, 1, 7))
    return cases


def small(seed):
    rng = random.Random(seed)
    n, q = rng.randint(1, 8), rng.randint(1, 5)
    tall = rng.choice([2, 5, 30])
    books = [rng.randint(1, tall) for _ in range(n)]
    return text(books, [(rng.randint(0, n), rng.randint(1, tall + 1)) for _ in range(q)])
