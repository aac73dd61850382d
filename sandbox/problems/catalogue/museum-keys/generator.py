"""Museums: open halls, mazes, chains of doors, keys that are missing or locked away."""
import random

MAX = 24


def text(rows):
    return f"{len(rows)} {len(rows[0])}\n" + "\n".join("".join(row) for row in rows) + "\n"


def scatter(rng, rows, things):
    free = [(y, x) for y, row in enumerate(rows) for x, place in enumerate(row) if place == "."]
    for thing, (y, x) in zip(things, rng.sample(free, len(things))):
        rows[y][x] = thing
    return rows


def hall(rng, r, c, walls, things):
    """An open hall with single blocks of wall and everything strewn about."""
    rows = [["#" if rng.random() < walls else "." for _ in range(c)] for _ in range(r)]
    return scatter(rng, rows, things)


def maze(rng, r, c, things, holes):
    """A maze with ways two apart, and some more holes in its walls."""
    rows = [["#"] * c for _ in range(r)]
    stack = [(0, 0)]
    rows[0][0] = "."
    while stack:
        y, x = stack[-1]
        ways = [(dy, dx) for dy, dx in ((0, 2), (0, -2), (2, 0), (-2, 0))
                if 0 <= y + dy < r and 0 <= x + dx < c and rows[y + dy][x + dx] == "#"]
        if not ways:
            stack.pop()
            continue
        dy, dx = rng.choice(ways)
        rows[y + dy // 2][x + dx // 2] = rows[y + dy][x + dx] = "."
        stack.append((y + dy, x + dx))
    for _ in range(holes):
        rows[rng.randrange(r)][rng.randrange(c)] = "."
    return scatter(rng, rows, things)


def floors(rng, r, c, order):
    """Long floors one above the other, each behind a door; the keys lie at the other ends."""
    rows = [["."] * c if y % 2 == 0 else ["#"] * c for y in range(r)]
    for i, letter in enumerate(order):
        rows[2 * i][0 if i % 2 else c - 1] = letter
        rows[2 * i + 1][c - 1 if i % 2 else 0] = letter.upper()
    rows[0][0] = "W"
    rows[2 * len(order)][rng.randrange(c)] = "X"
    return rows


def closed(rows):
    """The same plan, but the exit walled in."""
    y, x = next((y, x) for y, row in enumerate(rows) for x, place in enumerate(row) if place == "X")
    for ny, nx in ((y - 1, x), (y + 1, x), (y, x - 1), (y, x + 1)):
        if 0 <= ny < len(rows) and 0 <= nx < len(rows[0]) and rows[ny][nx] in ".#ABCDEF":
            rows[ny][nx] = "#"
    return rows


def generate(seed):
    rng = random.Random(seed)
    cases = []

    def add(name, rows):
        cases.append({"name": name, "input": text(rows)})

    every = "WXabcdef"
    doors = "ABCDEF"
    add("next to the exit", ["WX"])
    add("one above the other", ["X", "W"])
    add("a wall between", ["W#X"])
    add("a door without a key", ["WAX"])
    add("key behind its own door", ["WAaX"])
    add("key behind the watchman", ["a.WAX"])
    add("two doors of one letter", ["aWA.AX"])
    add("back through the door", ["b.A.Wa#", "##.###X", "#..B..."])
    add("two keys that wait for each other", ["W.A.b#X", "..#####", "..B.a..", "#######"])
    add("a detour beats the door", ["W.A.X", ".###.", "....."])
    add("the door beats the detour", ["Wa.A.X", ".####.", ".####.", "......"])
    add("nearest key is useless", ["....W.a..", ".#######.", "..b....B.", "########X"])
    add("corridor with six doors", ["f.edc.b.a.W.A.B.CDEFX"])
    for r, c in ((4, 5), (8, 8), (15, 20)):
        add(f"hall {r} by {c}", hall(rng, r, c, 0.1, "WXabAB"))
        add(f"maze {r} by {c}", maze(rng, r, c, "WXabAB", 3))
    add("floors in order", floors(rng, 13, 12, "abcdef"))
    add("floors in another order", floors(rng, 13, 17, "dbfaec"))
    add("max size, floors", floors(rng, MAX, MAX, "fbeadc"))
    add("max size, open hall, nothing to find", hall(rng, MAX, MAX, 0, "WX"))
    add("max size, open hall, all keys, exit walled in", closed(hall(rng, MAX, MAX, 0, every)))
    add("max size, open hall, five keys, exit walled in", closed(hall(rng, MAX, MAX, 0.02, "WXabcdf")))
    add("max size, hall with blocks and doors", hall(rng, MAX, MAX, 0.25, every + doors * 8))
    add("max size, hall full of doors", hall(rng, MAX, MAX, 0.1, every + doors * 60))
    add("max size, maze", maze(rng, MAX - 1, MAX - 1, every + doors, 10))
    add("max size, maze with many doors", maze(rng, MAX - 1, MAX - 1, every + doors * 3, 60))
    add("max size, maze with many holes", maze(rng, MAX, MAX, every + doors * 6, 200))
    return cases


def small(seed):
    rng = random.Random(seed)
    things = "WX" + "".join(rng.sample("abc", rng.randint(0, 3))) + "".join(rng.choice("ABC") for _ in range(rng.randint(0, 5)))
    while True:
        rows = [["#" if rng.random() < 0.15 else "." for _ in range(rng.randint(1, 6))]]
        for _ in range(rng.randint(0, 5)):
            rows.append(["#" if rng.random() < 0.15 else "." for _ in rows[0]])
        if sum(row.count(".") for row in rows) >= len(things):
            return text(scatter(rng, rows, things))
