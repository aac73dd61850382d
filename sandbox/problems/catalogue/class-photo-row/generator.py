"""Rows that grow at one end, in the middle and everywhere, shrink, and are turned often, seldom or never."""
import random

MAX = 12_000


def text(things):
    return "\n".join([str(len(things)), *things]) + "\n"


class Row:
    """Makes up things that may happen, by knowing who stands in the row and who does not."""

    def __init__(self, rng, children=MAX):
        self.rng = rng
        self.inside = [1]
        self.outside = list(range(2, children + 1))
        rng.shuffle(self.outside)
        self.things = []

    def join(self, side=None, beside=None):
        child = self.outside.pop()
        side = side or self.rng.choice(("left", "right"))
        self.things.append(f"{side} {child} {beside or self.rng.choice(self.inside)}")
        self.inside.append(child)
        return child

    def out(self, place=None):
        place = self.rng.randrange(len(self.inside)) if place is None else place
        self.inside[place], self.inside[-1] = self.inside[-1], self.inside[place]
        child = self.inside.pop()
        self.things.append(f"out {child}")
        self.outside.insert(self.rng.randrange(len(self.outside) + 1), child)

    def who(self):
        self.things.append(f"who {self.rng.choice(self.inside)}")

    def turn(self):
        self.things.append("turn")


def mixed(rng, count, children, joins, outs, turns):
    row = Row(rng, children)
    while len(row.things) < count:
        chance = rng.random()
        if chance < joins and row.outside:
            row.join()
        elif chance < joins + outs and len(row.inside) > 1:
            row.out()
        elif chance < joins + outs + turns:
            row.turn()
        else:
            row.who()
    return row.things


def grown(rng, joins, asked, side=None, end=False, turn=0):
    """A row that grows, is perhaps turned now and then, and is asked about afterwards."""
    row = Row(rng)
    last = None
    for i in range(joins):
        last = row.join(side, last if end else None)
        if turn and i % turn == 0:
            row.turn()
    for _ in range(asked):
        row.who()
    return row.things


def generate(seed):
    rng = random.Random(seed)
    cases = []

    def add(name, things):
        cases.append({"name": name, "input": text(things)})

    add("one question", ["who 1"])
    add("one turn", ["turn"])
    add("one child joins", ["left 12000 1"])
    add("two children, all questions", ["right 2 1", "who 1", "who 2", "turn", "who 1", "who 2"])
    add("the first child leaves", ["left 2 1", "out 1", "who 2", "turn", "right 1 2", "who 1"])
    add("in and out again", ["left 2 1"] + ["out 1", "right 1 2", "out 2", "left 2 1", "who 2"] * 10)
    add("between two", ["right 2 1", "right 3 1", "right 4 1", "left 5 2", "left 6 2", "who 5", "who 4", "who 2"])
    add("turned, then everything", ["turn", "left 2 1", "right 3 1", "right 4 3", "left 5 2", "out 1", "who 3", "who 2"])
    add("turned twice", ["turn", "left 2 1", "turn", "left 3 1", "who 1", "who 2", "who 3"])
    add("down to one", ["right 2 1", "right 3 2", "out 2", "who 1", "out 1", "who 3", "turn"])
    add("always at the left end", grown(rng, 60, 40, "left", end=True))
    add("always at the right end, turned each time", grown(rng, 60, 40, "right", end=True, turn=1))
    for count in (20, 200, 1000):
        add(f"random {count}", mixed(rng, count, 12, 0.4, 0.3, 0.1))
        add(f"random {count}, many turns", mixed(rng, count, 50, 0.3, 0.1, 0.4))
    n = MAX
    add("max size, only turns", ["turn"] * (n - 1) + ["who 1"])
    add("max size, random", mixed(rng, n, n, 0.7, 0.1, 0.05))
    add("max size, everybody in", grown(rng, n - 1, 1))
    add("max size, grown at the right end", grown(rng, n // 2, n // 2, "right", end=True))
    add("max size, grown at the left end", grown(rng, n // 2, n // 2, "left", end=True))
    add("max size, grown everywhere", grown(rng, n // 2, n // 2))
    add("max size, turned often", grown(rng, n // 4, n // 2, turn=1))
    row = Row(rng)
    for _ in range(n // 2):
        row.join()
    for _ in range(n // 2):
        row.out()
    add("max size, all but one leave", row.things)
    return cases


def small(seed):
    rng = random.Random(seed)
    return text(mixed(rng, rng.randint(1, 18), rng.randint(1, 6), 0.4, 0.2, 0.2))
