"""Strings of beads: of one letter, periodic, random, and made of planted bracelets."""
import random

MAX_BEADS = 600
MAX_PRICE = 1_000_000


def letters(rng, count, alphabet):
    return "".join(rng.choice(alphabet) for _ in range(count))


def bracelets(rng, count, longest, alphabet):
    """A row of palindromes, cut off at `count` beads."""
    out = ""
    while len(out) < count:
        half = letters(rng, rng.randrange(1, longest // 2 + 1), alphabet)
        out += half + half[::-1][rng.randrange(2):]
    return out[:count]


def generate(seed):
    rng = random.Random(seed)
    cases = []

    def add(name, beads, top=MAX_PRICE, low=0):
        prices = [rng.randrange(low, top + 1) for _ in beads[1:]]
        cases.append({"name": name, "input": {"beads": beads, "prices": prices}})

    add("one bead", "q")
    add("two equal", "aa")
    add("two different", "ab")
    add("two different, free", "ab", 0)
    add("three, mirrored", "aba")
    add("cheap cuts beat few cuts", "abacdcabacdc", 9)
    cases.append({"name": "two cheap cuts instead of one", "input": {
        "beads": "aabaab" + "c", "prices": [9, 1, 9, 9, 9, 9]}})
    cases.append({"name": "many free cuts instead of a dear one", "input": {
        "beads": "abaxyx", "prices": [0, 0, 1_000_000, 0, 0]}})
    cases.append({"name": "the longest start is a trap", "input": {
        "beads": "abaabaa", "prices": [5, 5, 1, 5, 5, 9]}})
    add("even bracelets only", "abbaccddccxx", 50)
    for length in (10, 40, 150):
        add(f"two letters, {length}", letters(rng, length, "ab"), 100)
        add(f"bracelets, {length}", bracelets(rng, length, 12, "abcde"), 100)
    n = MAX_BEADS
    add("max size, one letter", "a" * n)
    add("max size, one letter but the last", "a" * (n - 1) + "b")
    add("max size, one letter but the middle", "a" * (n // 2 - 7) + "b" + "a" * (n // 2 + 6))
    add("max size, two in turn", "ab" * (n // 2))
    add("max size, three in turn, no bracelet", ("abc" * n)[:n], MAX_PRICE, MAX_PRICE)
    add("max size, period of five", ("abcba" * n)[:n], 1000)
    add("max size, two letters", letters(rng, n, "ab"), 1000)
    add("max size, all letters", letters(rng, n, "abcdefghijklmnopqrstuvwxyz"))
    add("max size, long bracelets", bracelets(rng, n, 300, "abc"))
    add("max size, short bracelets", bracelets(rng, n, 9, "ab"), 3)
    add("max size, all free", letters(rng, n, "xyz"), 0)
    half = letters(rng, n // 2, "abcd")
    add("max size, one bracelet", half + half[::-1])
    return cases


def small(seed):
    rng = random.Random(seed)
    count = rng.randrange(1, 11)
    if rng.random() < 0.5:
        beads = letters(rng, count, "ab" if rng.random() < 0.5 else "abc")
    else:
        beads = bracelets(rng, count, 6, "abc")
    top = rng.choice((1, 5, 30))
    return {"beads": beads, "prices": [rng.randrange(top + 1) for _ in beads[1:]]}
