"""Cellars that fill and empty, with few weights and many, and all kinds of questions."""
import random

MOST = 10_000
HEAVY = 1_000_000_000
QUESTIONS = ("nth", "below", "load")


def text(messages):
    return "\n".join([str(len(messages)), *messages]) + "\n"


def question(rng, count, weight, kinds=QUESTIONS):
    kind = rng.choice(kinds)
    if kind == "below":
        return f"below {weight}"
    return f"{kind} {min(MOST, rng.randint(1, max(1, count + rng.choice((0, 0, 0, 1)))))}"


def mixed(rng, count, weights, ins, outs, kinds=QUESTIONS):
    """`count` messages, with the chances that a wheel comes in or goes out."""
    cellar, messages = [], []
    while len(messages) < count - 1:
        chance = rng.random()
        if chance < ins:
            cellar.append(rng.choice(weights))
            messages.append(f"in {cellar[-1]}")
        elif chance < ins + outs and cellar:
            place = rng.randrange(len(cellar))
            cellar[place], cellar[-1] = cellar[-1], cellar[place]
            messages.append(f"out {cellar.pop()}")
        elif chance >= ins + outs:
            messages.append(question(rng, len(cellar), min(HEAVY, rng.choice(weights) + rng.randint(0, 1)), kinds))
    return messages + [question(rng, len(cellar), rng.choice(weights), kinds)]


def filled(weights, questions):
    return [f"in {weight}" for weight in weights] + questions


def generate(seed):
    rng = random.Random(seed)
    cases = []

    def add(name, messages):
        cases.append({"name": name, "input": text(messages)})

    def some(count, heaviest=HEAVY):
        return [rng.randint(1, heaviest) for _ in range(count)]

    add("one question for a wheel", ["nth 1"])
    add("one question for a weight", ["below 1"])
    add("one question for a load", ["load 10000"])
    add("one wheel, all questions", ["in 4", "nth 1", "nth 2", "below 4", "below 5", "below 3", "load 1", "load 2"])
    add("empty again", ["in 4", "out 4", "nth 1", "load 1", "below 9"])
    add("two alike, one sold", ["in 4", "in 4", "out 4", "nth 1", "nth 2", "below 5", "load 1"])
    add("loads that part equal wheels", filled([5] * 6 + [2] * 4 + [9] * 3, [f"load {k}" for k in range(1, 15)]))
    add("every place", filled([8, 1, 6, 1, 8, 8, 3], [f"nth {k}" for k in range(1, 9)]))
    add("every weight", filled([8, 1, 6, 1, 8, 8, 3], [f"below {w}" for w in range(1, 10)]))
    add("heaviest wheels", filled([HEAVY] * 300, ["load 300", "nth 300", f"below {HEAVY}", "load 299"]))
    add("weights around a power of two", filled([2**k for k in range(30)], [f"load {k}" for k in range(1, 31)]))
    for count in (20, 200, 1000):
        add(f"random {count}, few weights", mixed(rng, count, [1, 2, 3, 5, 8], 0.4, 0.3))
        add(f"random {count}", mixed(rng, count, some(count), 0.4, 0.2))
    n = MOST
    half = n // 2
    add("max size, random", mixed(rng, n, some(n), 0.5, 0.1))
    add("max size, few weights", mixed(rng, n, [1, 7, 9], 0.5, 0.2))
    add("max size, wheels come sorted", filled(sorted(some(half)), [f"load {half - i % 9}" for i in range(half)]))
    add("max size, wheels come reversed", filled(sorted(some(half), reverse=True), [f"below {HEAVY - i}" for i in range(half)]))
    stock = some(half - 500, 999_999_999)
    add("max size, the heaviest come and go",
        filled(stock, [f"{kind} {HEAVY}" for _ in range(half // 2) for kind in ("in", "out")] + ["load 4000"] * 500))
    stock = sorted(some(n // 3))
    add("max size, filled and emptied",
        [m for w in stock for m in (f"in {w}", "load 2")] + [f"out {w}" for w in stock[1:]] + ["nth 1", "nth 2"])
    add("max size, all alike", filled([77] * half, [f"{kind} {half - i}" for i in range(half // 2) for kind in ("nth", "load")]))
    return cases


def small(seed):
    rng = random.Random(seed)
    weights = [rng.randint(1, rng.choice((4, 30))) for _ in range(rng.randint(1, 6))]
    return text(mixed(rng, rng.randint(1, 16), weights, 0.45, 0.2))
