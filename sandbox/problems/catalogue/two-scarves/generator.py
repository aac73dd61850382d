"""Pairs of scarves: equal ones in different notes, and ones that part early, late or at the end."""
import random

MAX_CHARACTERS = 30_000
MOST = 1_000_000_000


def written(stripes):
    return "".join(f"{rows}{colour}" for rows, colour in stripes)


def scarf(rng, count, most, colours):
    return [(rng.randint(1, most), rng.choice(colours)) for _ in range(count)]


def renoted(rng, stripes, share):
    """The same rows with some stripes noted in two parts."""
    notes = []
    for rows, colour in stripes:
        if rows > 1 and rng.random() < share:
            part = rng.randint(1, rows - 1)
            notes += [(part, colour), (rows - part, colour)]
        else:
            notes.append((rows, colour))
    return notes


def generate(seed):
    rng = random.Random(seed)
    cases = []

    def add(name, left, right):
        left, right = (side if isinstance(side, str) else written(side) for side in (left, right))
        cases.append({"name": name, "input": {"left": left, "right": right}})

    add("nothing and nothing", "", "")
    add("nothing and something", "", "1a")
    add("something and nothing", "1000000000z", "")
    add("one row each, equal", "1a", "1a")
    add("one row each, different", "1a", "1b")
    add("shorter by one", "999999999k", "1000000000k")
    add("noted in parts", "1a1a1a1a2b", "4a1b1b")
    add("noted in parts, one more at the end", "1a1a1a1a2b", "4a1b1b1b")
    add("parts of different lengths", "2a3a4a5b", "3a3a3a5b")
    add("same notes in another order", "2a3b", "3b2a")
    add("differ in the last row", "10a10b1c", "10a10b1d")
    add("differ in the first row", "10a10b", "10b10a")
    add("same colours, other lengths", "5a5b5a", "5a6b5a")
    add("many digits", "123456789a987654321b", "123456789a987654320b1c")
    add("ten rows against one", "10q", "1q9r")
    add("rows past thirty-two bits", "1000000000a" * 9 + "1b", "1000000000a" * 9 + "1c")
    for count, most in ((10, 3), (100, 20), (1_000, 1_000), (1_800, MOST)):
        stripes = scarf(rng, count, most, "rwb")
        add(f"equal, {count} stripes", stripes, renoted(rng, stripes, 0.4))
        other = stripes[:-1] + [(stripes[-1][0], "x")]
        add(f"different at the end, {count} stripes", renoted(rng, stripes, 0.3), renoted(rng, other, 0.3))
        place = rng.randrange(count)
        other = stripes[:place] + [(stripes[place][0] + 1, stripes[place][1])] + stripes[place + 1 :]
        add(f"one stripe longer, {count} stripes", renoted(rng, stripes, 0.3), renoted(rng, other, 0.3))
    add("max size, single rows", "1a" * (MAX_CHARACTERS // 2), [(1, "a")] * (MAX_CHARACTERS // 2 - 1) + [(2, "a")])
    add("max size, single rows against long notes", "1a" * (MAX_CHARACTERS // 2), "5000a" * 6)
    stripes = scarf(rng, MAX_CHARACTERS // 4, 99, "abcdefgh")
    add("max size, equal", renoted(rng, stripes, 0.02), renoted(rng, stripes, 0.02))
    add("max size, most rows, different at the end", "1000000000z" * 2727, "1000000000z" * 2726 + "999999999z1y")
    add("max size, most rows, one shorter", "1000000000z" * 2727, "1000000000z" * 2726)
    return cases


def small(seed):
    rng = random.Random(seed)
    stripes = scarf(rng, rng.randint(0, 6), rng.choice((2, 4, 12)), rng.choice(("a", "ab", "abc")))
    other = list(stripes)
    if other and rng.random() < 0.6:
        other[rng.randrange(len(other))] = (rng.randint(1, 12), rng.choice("abc"))
    return {"left": written(renoted(rng, stripes, 0.4)), "right": written(renoted(rng, other, 0.4))}
