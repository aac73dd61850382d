"""Charts: noise, snakes, combs, lakes and single large islands."""
import random

MAX = 180


def noise(rng, height, width, land):
    return ["".join("#" if rng.random() < land else "." for _ in range(width)) for _ in range(height)]


def snake(height, width):
    """One path that fills every second line and goes to and fro."""
    lines = []
    for y in range(height):
        if y % 2 == 0:
            lines.append("#" * width)
        else:
            lines.append("." * (width - 1) + "#" if y % 4 == 1 else "#" + "." * (width - 1))
    return lines


def spiral(size):
    """One path that winds from the corner to the middle, one field of water between its turns."""
    grid = [["."] * size for _ in range(size)]
    y, x, dy, dx = 0, 0, 0, 1
    grid[0][0] = "#"
    lengths = [size - 1] + [left for left in range(size - 1, 0, -2) for _ in range(2)]
    for length in lengths:
        for _ in range(length):
            y, x = y + dy, x + dx
            grid[y][x] = "#"
        dy, dx = dx, -dy
    return ["".join(line) for line in grid]


def comb(height, width):
    return ["#" * width] + ["".join("#" if x % 2 == 0 else "." for x in range(width))] * (height - 1)


def generate(seed):
    rng = random.Random(seed)
    cases = []

    def add(name, chart):
        cases.append({"name": name, "input": {"chart": chart}})

    add("one field of land", ["#"])
    add("one field of water", ["."])
    add("one line", ["##.###.#"])
    add("one column", list("#.##.##"))
    add("diagonal fields only", ["#.#", ".#.", "#.#"])
    add("a lake", ["###", "#.#", "###"])
    add("two lakes that touch at a corner", ["####", "#.##", "##.#", "####"])
    add("an island in a lake", ["#####", "#...#", "#.#.#", "#...#", "#####"])
    add("equal sizes, the square first", ["##.####", "##....."])
    add("equal sizes, the line first", ["####.##", ".....##"])
    add("largest touches all edges", [".#.", "###", ".#."])
    add("largest is not the one with the longest fence", ["###.#.###", "###...#..", "###.####.", "......#.."])
    for size, land in ((8, 0.5), (20, 0.4), (20, 0.6), (60, 0.5), (60, 0.62)):
        add(f"noise, {size} by {size}, {land:.0%} land", noise(rng, size, size, land))
    add("wide and flat", noise(rng, 3, MAX, 0.6))
    add("narrow and high", noise(rng, MAX, 2, 0.7))
    add("max size, all land", ["#" * MAX] * MAX)
    add("max size, all water", ["." * MAX] * MAX)
    add("max size, chessboard", [("#." * MAX)[y % 2:y % 2 + MAX] for y in range(MAX)])
    add("max size, snake", snake(MAX, MAX))
    add("max size, spiral", spiral(MAX))
    add("max size, comb", comb(MAX, MAX))
    add("max size, noise at the edge of falling apart", noise(rng, MAX, MAX, 0.593))
    add("max size, nearly all land with lakes", noise(rng, MAX, MAX, 0.9))
    add("max size, thin land", noise(rng, MAX, MAX, 0.3))
    halves = ["#" * 89 + ".." + "#" * 89] * (MAX - 1) + ["#" * 89 + "..." + "#" * 88]
    add("max size, two halves, one field apart", halves)
    return cases


def small(seed):
    rng = random.Random(seed)
    land = rng.choice([0.0, 0.3, 0.5, 0.7, 0.9])
    return {"chart": noise(rng, rng.randint(1, 6), rng.randint(1, 6), land)}
