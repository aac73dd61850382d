"""Tapes: of one letter, of two, of all; periodic, and built so that nothing or everything comes again."""
import random
import string

MAX = 20_000


def generate(seed):
    rng = random.Random(seed)
    cases = []

    def add(name, tape, shortest, longest):
        cases.append({"name": name, "input": {"tape": tape, "shortest": shortest, "longest": longest}})

    def letters(count, of):
        return "".join(rng.choice(of) for _ in range(count))

    def fibonacci(count):
        one, other = "a", "ab"
        while len(other) < count:
            one, other = other, other + one
        return other[:count]

    every = string.ascii_lowercase
    add("one letter", "a", 1, 1)
    add("one letter, any length", "a", 1, MAX)
    add("one letter, too long a slogan", "a", 2, MAX)
    add("two equal letters", "aa", 1, 2)
    add("two letters", "ab", 1, 2)
    add("only the whole tape", "abcabc", 6, 6)
    add("one longer than the tape", "abcabc", 7, 7)
    add("single letters", "mississippi", 1, 1)
    add("pairs", "mississippi", 2, 2)
    add("all lengths", "mississippi", 1, 11)
    add("long ones only", "mississippi", 9, 50)
    add("alphabet", every, 2, 25)
    add("alphabet twice", every * 2, 1, 52)
    add("state that must be split", "abbb", 1, 4)
    add("states that must be split again", "abcbcbcabbcbc", 2, 6)
    for count, of in ((20, "ab"), (100, "abc"), (300, every), (300, "ab")):
        add(f"random {count}, {len(of)} letters, any length", letters(count, of), 1, count)
        add(f"random {count}, {len(of)} letters, middle lengths", letters(count, of), count // 20, count // 3)
    add("palindrome", "abcde" * 20 + "edcba" * 20, 3, 77)
    add("max size, one letter", "q" * MAX, 1, MAX)
    add("max size, one letter, shortest counts", "q" * MAX, MAX // 2, MAX)
    add("max size, two letters, random", letters(MAX, "ab"), 1, MAX)
    add("max size, two letters, short slogans", letters(MAX, "ab"), 5, 14)
    add("max size, all letters, random", letters(MAX, every), 1, MAX)
    add("max size, golden", fibonacci(MAX), 1, MAX)
    add("max size, one letter and another in the middle", "a" * (MAX // 2) + "b" + "a" * (MAX // 2 - 1), 100, MAX)
    part = letters(MAX // 10, every)
    add("max size, the same news again and again", part * 10, 2, MAX - 1)
    add("max size, one half twice, a letter between", letters(1, "z") + (half := letters(MAX // 2 - 1, "abcd")) + "y" + half, 1, MAX // 2)
    return cases


def small(seed):
    rng = random.Random(seed)
    of = rng.choice(("a", "ab", "abc", string.ascii_lowercase))
    tape = "".join(rng.choice(of) for _ in range(rng.randint(1, 14)))
    shortest = rng.randint(1, 6)
    return {"tape": tape, "shortest": shortest, "longest": rng.randint(shortest, 16)}
