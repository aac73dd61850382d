"""Books: neat, jammy, and ones that go wrong early, late or not at all."""
import random

MAX = 30_000


def neat(rng, length, deep):
    """A book in order, in which people come and go at random."""
    marks, inside = [], 0
    for left in range(length - length % 2, 0, -1):
        comes = inside == 0 or (inside < min(left, deep) and rng.random() < 0.5)
        marks.append("(" if comes else ")")
        inside += 1 if comes else -1
    return marks


def smudged(rng, marks, share):
    return "".join("?" if rng.random() < share else mark for mark in marks)


def generate(seed):
    rng = random.Random(seed)
    cases = []

    def add(name, book):
        cases.append({"name": name, "input": {"book": "".join(book)}})

    add("empty book", "")
    add("one comes", "(")
    add("one leaves", ")")
    add("one smudge", "?")
    add("two smudges", "??")
    add("a smudge that must be a mark", "(?")
    add("a smudge that must be jam", "()?")
    add("a smudge before somebody leaves", "?)")
    add("nobody to leave", "())((()))")
    add("smudge too late", ")?(")
    add("everybody stays", "(((((")
    add("jam first, then too many", "???((((((")
    add("jam last", "((((((???")
    add("jam last, enough", "((((((??????")
    add("fewest would fall below zero", "????((")
    add("never settled again", "()(()" + "()" * 20)
    add("one leaves too many in the end", "?()?()" * 10 + ")" * 21 + "()")
    for length in (20, 200, 2_000):
        add(f"neat {length}", neat(rng, length, length))
        add(f"neat {length}, some jam", smudged(rng, neat(rng, length, length), 0.2))
        add(f"anything {length}", [rng.choice("(()??") for _ in range(length)])
    half = MAX // 2
    add("max size, all smudged", "?" * MAX)
    add("max size, all come, all leave", "(" * half + ")" * half)
    add("max size, all come, all smudged", "(" * half + "?" * half)
    add("max size, all come, one smudge too few", "(" * (half + 1) + "?" * (half - 1))
    add("max size, smudges first", "?" * half + ")" * half)
    add("max size, smudges first, one too many leaves", "?" * (half - 1) + ")" * (half + 1))
    add("max size, one after the other", "()" * half)
    add("max size, neat, much jam", smudged(rng, neat(rng, MAX, 50), 0.5))
    return cases


def small(seed):
    rng = random.Random(seed)
    marks = rng.choice(("()?", "(()?", "()??", "())?"))
    return {"book": "".join(rng.choice(marks) for _ in range(rng.randint(0, 8)))}
