"""Columns narrow and wide, of short words, long words, words of one length, and many equally good ways."""
import random

MAX_WORDS = 4_000
SIGNS = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789.,;:!?'-"


def text(width, words):
    return f"{width} {len(words)}\n{' '.join(words)}\n"


def words(rng, lengths):
    return ["".join(rng.choice(SIGNS) for _ in range(length)) for length in lengths]


def generate(seed):
    rng = random.Random(seed)
    cases = []

    def add(name, width, lengths):
        cases.append({"name": name, "input": text(width, words(rng, lengths))})

    def some(count, shortest, longest):
        return [rng.randint(shortest, longest) for _ in range(count)]

    add("one letter", 5, [1])
    add("one word that fills the line", 5, [5])
    add("one line exactly", 9, [2, 2, 3])
    add("one line and one letter more", 9, [2, 2, 3, 1])
    add("a word to a line", 7, [7, 4, 7, 5, 6, 4])
    add("widest column, one letter", 60, [1])
    add("everything in the last line", 60, [3] * 20)
    add("one word that does not fit any more", 60, [3] * 21)
    add("all letters alone, narrow", 5, [1] * 40)
    add("all letters alone, odd", 6, [1] * 41)
    add("rising", 20, list(range(1, 21)))
    add("falling", 20, list(range(20, 0, -1)))
    add("long and short in turn", 12, [10, 1] * 20)
    add("many equally good ways", 7, [3, 1, 3, 1, 1] * 12)
    add("two letters, equally good ways", 10, [2] * 61)
    for width in (5, 11, 30, 59):
        add(f"random, width {width}", width, some(120, 1, min(width, 9)))
    add("random, all lengths", 25, some(200, 1, 25))
    add("random medium", 40, some(800, 1, 10))
    n = MAX_WORDS
    add("max size, all letters alone, widest", 60, [1] * n)
    add("max size, letters and pairs", 60, some(n, 1, 2))
    add("max size, usual words", 50, some(n, 1, 11))
    add("max size, narrow", 5, some(n, 1, 5))
    add("max size, long words", 60, some(n, 10, 60))
    add("max size, a word to a line", 60, some(n, 31, 60))
    return cases


def small(seed):
    rng = random.Random(seed)
    width = rng.randint(5, 12)
    longest = rng.choice((2, 4, width))
    return text(width, words(rng, [rng.randint(1, longest) for _ in range(rng.randint(1, 10))]))
