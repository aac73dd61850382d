"""Almanacs with straight, wrapping, single-day and whole-year stretches."""
import random

MAX = 30_000
HOT = 1_000


def text(temperatures, questions):
    lines = [f"{len(temperatures)} {len(questions)}", " ".join(map(str, temperatures))]
    lines.extend(f"{a} {b}" for a, b in questions)
    return "\n".join(lines) + "\n"


def generate(seed):
    rng = random.Random(seed)
    cases = []

    def add(name, temperatures, questions):
        cases.append({"name": name, "input": text(temperatures, questions)})

    def days(count, low=-HOT, high=HOT):
        return [rng.randint(low, high) for _ in range(count)]

    def asked(count, n):
        return [(rng.randint(1, n), rng.randint(1, n)) for _ in range(count)]

    add("a year of one day", [-7], [(1, 1)])
    add("a year of one day, asked twice", [0], [(1, 1), (1, 1)])
    add("a year of two days", [3, -5], [(1, 1), (1, 2), (2, 1), (2, 2)])
    for n in (3, 5):
        pairs = [(a, b) for a in range(1, n + 1) for b in range(1, n + 1)]
        add(f"every question, {n} days", days(n), pairs)
    add("whole year from every start", days(40), [(a, a - 1 if a > 1 else 40) for a in range(1, 41)])
    add("single days", days(60), [(a, a) for a in range(1, 61)])
    add("always over the turn of the year", days(50), [(b + rng.randint(1, 50 - b), b) for b in range(1, 50)])
    add("never over the turn of the year", days(50), [(a, rng.randint(a, 50)) for a in range(1, 51)])
    add("all temperatures equal", [13] * 30, asked(40, 30))
    add("all temperatures zero", [0] * 30, asked(40, 30))
    add("always freezing", days(80, -HOT, -1), asked(80, 80))
    add("sorted", sorted(days(80)), asked(80, 80))
    add("descending", sorted(days(80), reverse=True), asked(80, 80))
    add("alternating frost and heat", [HOT if i % 2 else -HOT for i in range(81)], asked(90, 81))
    for n, q in ((10, 300), (300, 10), (500, 500), (900, 1_500)):
        add(f"random, {n} days and {q} questions", days(n), asked(q, n))
    add("many days, one question", days(MAX), [(2, MAX - 1)])
    add("few days, many questions", days(2), asked(20_000, 2))
    add("max size, random", days(MAX), asked(MAX, MAX))
    add("max size, all hot, long stretches", [HOT] * MAX, [(rng.randint(1, 300), MAX - rng.randint(0, 300)) for _ in range(MAX)])
    add("max size, all cold, whole years", [-HOT] * MAX, [(a + 1, a or MAX) for a in range(MAX)])
    add("max size, short hops over the turn", days(MAX), [(MAX - i % 90, 1 + i % 77) for i in range(MAX)])
    return cases


def small(seed):
    rng = random.Random(seed)
    n, q = rng.randint(1, 8), rng.randint(1, 6)
    temperatures = [rng.randint(-9, 9) for _ in range(n)]
    return text(temperatures, [(rng.randint(1, n), rng.randint(1, n)) for _ in range(q)])
