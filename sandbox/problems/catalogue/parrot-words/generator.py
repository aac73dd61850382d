"""Evenings with few words and many, with apostrophes in every place, and with silence."""
import random

MAX_TEXT = 30_000
LETTERS = "abcdefghijklmnopqrstuvwxyz"
MARKS = " .,;:!?-"


def text(k, lines):
    return "\n".join([f"{len(lines)} {k}", *lines]) + "\n"


def words(rng, count, shortest, longest, letters=LETTERS):
    return ["".join(rng.choice(letters) for _ in range(rng.randint(shortest, longest))) for _ in range(count)]


def shouted(rng, word):
    return rng.choice((word, word, word.capitalize(), word.upper()))


def evening(rng, count, size, pool, marks=MARKS, quotes=0.1):
    """At most `count` lines of words of the pool, some with apostrophes, `size` characters in all."""
    lines = []
    for _ in range(count):
        line = ""
        while len(line) < min(180, size // count):
            word = shouted(rng, pool[int(len(pool) * rng.random() ** 2)])
            if rng.random() < quotes:
                place = rng.randrange(len(word) + 1)
                word = word[:place] + rng.choice(("'", "'", "''")) + word[place:]
            line += word + rng.choice(marks) + rng.choice(("", " "))
        lines.append(line[: min(200, size // count)])
    return lines


def generate(seed):
    rng = random.Random(seed)
    cases = []

    def add(name, k, lines):
        cases.append({"name": name, "input": text(k, lines)})

    add("one letter", 1, ["A"])
    add("one empty line", 1, [""])
    add("many empty lines", 1, [""] * 1_000)
    add("marks only", 1, ["'- '' ?!", "...", " "])
    add("k above every count", 1_000, ["one two two three three three"])
    add("exactly k", 3, ["one two two three three three four FOUR four fOUR"])
    add("all equally often", 1, ["delta Charlie bravo alpha", "alpha-bravo-charlie-delta"])
    add("apostrophes at the edges", 1, ["'a a' 'a' a'a ''a'' a''a 'a'a' a'a'a", "a'", "'a"])
    add("apostrophe before letters", 1, ["ab a'b a aa a'a b"])
    add("words that begin with others", 1, ["aaa aa a aaaa aa a aaa aaaa"])
    add("apostrophe beside marks", 2, ["it's it' s it-'s it'-s it's, 'it's'", "its it's'"])
    add("word of a whole line", 1, ["x" * 200, "X" * 200, "x" * 199])
    add("no space at all", 1, ["yo;ho;ho,and.a?bottle-of:rum!rum"])
    add("lines do not join words", 1, ["rum", "rum", "'rum", "rum'", "rum"])
    add("count of ten before nine", 2, ["nine " * 9, "ten " * 10, "hundred " * 25, "eight " * 8])
    for count in (20, 200):
        add(f"random {count} lines", 2, evening(rng, count, 25 * count, words(rng, count, 1, 6)))
        add(f"two letters, {count} lines", 3, evening(rng, count, 20 * count, words(rng, count, 1, 3, "ab"), quotes=0.5))
    pool = words(rng, 3_000, 4, 9)
    add("max size, random", 3, evening(rng, 1_000, MAX_TEXT, pool))
    add("max size, long lines", 1, evening(rng, 150, MAX_TEXT, pool, marks=" ", quotes=0.4))
    add("max size, different words", 1, [" ".join(words(rng, 36, 4, 4)) for _ in range(160)])
    add("max size, one word", 1_000, ["ho " * 66 for _ in range(150)])
    add("max size, one letter words", 1, [" ".join(rng.choice(LETTERS) for _ in range(15)) for _ in range(1_000)])
    return cases


def small(seed):
    rng = random.Random(seed)
    letters = rng.choice(("aB'", "ab' ", "abAB'' -", "aBc '.,!"))
    lines = ["".join(rng.choice(letters) for _ in range(rng.randrange(12))) for _ in range(rng.randint(1, 4))]
    return text(rng.randint(1, 3), lines)
