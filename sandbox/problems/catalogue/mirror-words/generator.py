"""Signs: mirrored texts with marks sprinkled in and a few letters spoilt."""
import random
import string

MAX_TOTAL = 60_000
MAX_SIGNS = 2_000
READ = string.ascii_letters + string.digits
MARKS = "".join(chr(c) for c in range(32, 127) if chr(c) not in READ)


def mirrored(rng, length, letters, spoil=0.0, marks=0.0):
    """A sign of exactly `length` characters around a text that is nearly its own mirror image."""
    count = length - sum(rng.random() < marks for _ in range(length))
    half = [rng.choice(letters) for _ in range(count // 2)]
    middle = [rng.choice(letters)] if count % 2 else []
    text = half + middle + half[::-1]
    for i in range(count):
        if rng.random() < 0.4:
            text[i] = text[i].swapcase()
        if rng.random() < spoil:
            text[i] = rng.choice(letters)
    slots = [True] * count + [False] * (length - count)
    rng.shuffle(slots)
    source = iter(text)
    return "".join(next(source) if keep else rng.choice(MARKS) for keep in slots)


def generate(seed):
    rng = random.Random(seed)
    cases = []

    def add(name, *signs):
        cases.append({"name": name, "input": {"signs": list(signs)}})

    add("one empty sign", "")
    add("only marks", MARKS, " ", "_", "@[`{")
    add("single characters", *READ)
    add("all pairs of neighbours", *[a + b for a, b in zip(READ, READ[1:])])
    add("capital and small sisters", *[a + a.swapcase() for a in READ])
    add("marks next to the alphabet", "@a`A[z{Z/0:9", "a@A", "Z[z", "`aa{", "0/0", "9:9")
    add("underscores only on one side", "__ab_cba", "a_", "_a_b", "_ab_", "x___y")
    add("a letter is not a digit", "O0", "l1", "S5s", "b6")
    add("nothing matches", "abcdefghij", "abcdefghijk", "0123456789")
    add("marks only in front", "!!!!abcba", "!!!!abcda")
    add("marks only behind", "abcba????", "abcda????")
    for size in (10, 60, 400):
        add(f"mirrored, {size}", *[mirrored(rng, size, READ, marks=0.2) for _ in range(8)])
        add(f"a little spoilt, {size}", *[mirrored(rng, size, READ, 0.1, 0.2) for _ in range(8)])
        add(f"random, {size}", *["".join(rng.choice(READ + MARKS) for _ in range(size)) for _ in range(8)])
    add("max number of signs", *[mirrored(rng, MAX_TOTAL // MAX_SIGNS, "abcXYZ01", 0.15, 0.3) for _ in range(MAX_SIGNS)])
    add("max number of empty signs", *[""] * MAX_SIGNS)
    add("max size, one mirrored sign", mirrored(rng, MAX_TOTAL, READ, 0.0, 0.1))
    add("max size, one spoilt sign", mirrored(rng, MAX_TOTAL, "abAB", 0.3, 0.1))
    add("max size, all letters equal", "q" * (MAX_TOTAL // 2) + "Q" * (MAX_TOTAL // 2))
    add("max size, everything to repaint", "a" * (MAX_TOTAL // 2) + "b" * (MAX_TOTAL // 2))
    add("max size, only marks", "_" * MAX_TOTAL)
    add("max size, alone at both ends", "x" + " " * (MAX_TOTAL - 2) + "y")
    return cases


def small(seed):
    rng = random.Random(seed)
    letters = rng.choice(["ab", "aA1", READ])
    return {"signs": [mirrored(rng, rng.randint(0, 9), letters, 0.3, 0.25) for _ in range(rng.randint(1, 4))]}
