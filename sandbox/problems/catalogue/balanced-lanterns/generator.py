"""Ropes: perfect ones, and ropes with exactly one kind of fault."""
import random

MAX = 100_000
OPEN = "([{"
CLOSE = ")]}"


def perfect(rng, length, dash=0.1, up=0.5):
    """A perfect rope of exactly `length` characters."""
    out, stack = [], []
    while len(out) + len(stack) < length:
        room = length - len(out) - len(stack)
        if rng.random() < dash or (room < 2 and not stack):
            out.append("-")
        elif room >= 2 and (not stack or rng.random() < up):
            kind = rng.randrange(3)
            stack.append(kind)
            out.append(OPEN[kind])
        elif stack:
            out.append(CLOSE[stack.pop()])
    while stack:
        out.append(CLOSE[stack.pop()])
    return "".join(out)


def replace(rope, position, letter):
    return rope[:position] + letter + rope[position + 1:]


def other_close(letter):
    return CLOSE[(CLOSE.index(letter) + 1) % 3]


def generate(seed):
    rng = random.Random(seed)
    cases = []

    def add(name, rope):
        cases.append({"name": name, "input": {"rope": rope}})

    add("counts agree, pairs cross", "([)]")
    add("empty rope", "")
    add("bare rope", "---")
    for letter in "([{":
        add("single opening " + letter, letter)
    add("reversed pair", ")(")
    add("single closing", "]")
    add("closes too much at the end", "(())[]{}-}")
    add("wrong shape deep inside", "((((((((]))))))))")
    add("first of many left open", "--[()[]{}{({}")
    for length in (20, 200, 2000):
        add(f"perfect, {length}", perfect(rng, length))
        rope = perfect(rng, length)
        spots = [i for i, c in enumerate(rope) if c in CLOSE]
        spot = rng.choice(spots)
        add(f"one wrong shape, {length}", replace(rope, spot, other_close(rope[spot])))
        spots = [i for i, c in enumerate(rope) if c in OPEN]
        add(f"one opening lost, {length}", replace(rope, rng.choice(spots), "-"))
        spots = [i for i, c in enumerate(rope) if c in CLOSE]
        add(f"one closing lost, {length}", replace(rope, rng.choice(spots), "-"))
    half = MAX // 2
    nest = "".join(rng.choice(OPEN) for _ in range(half))
    back = "".join(CLOSE[OPEN.index(c)] for c in reversed(nest))
    add("max size, one deep nest", nest + back)
    add("max size, last hook of the nest is wrong", nest + back[:-1] + other_close(back[-1]))
    add("max size, flat pairs", "()[]" * (MAX // 4))
    add("max size, all opening", "{" * MAX)
    add("max size, bare rope", "-" * MAX)
    add("max size, all closing", ")" * MAX)
    add("max size, random perfect", perfect(rng, MAX))
    rope = perfect(rng, MAX - 1, up=0.55)
    add("max size, left open at the start", "[" + rope)
    add("max size, left open at the end", rope + "[")
    add("max size, surplus closing at the end", rope + "}")
    return cases


def small(seed):
    rng = random.Random(seed)
    length = rng.randrange(0, 13)
    if rng.random() < 0.5:
        return {"rope": "".join(rng.choice("()[]{}-") for _ in range(length))}
    rope = perfect(rng, length)
    if rope and rng.random() < 0.6:
        rope = replace(rope, rng.randrange(len(rope)), rng.choice("()[]{}-"))
    return {"rope": rope}
