"""Carousels: small and large, turning both ways, a little or very far, with children who err."""
import random

MAX = 10_000
FAR = 10**15
HORSES = 1_000_000_000


def generate(seed):
    rng = random.Random(seed)
    cases = []

    def add(name, horses, events):
        cases.append({"name": name, "input": {"horses": list(horses), "events": events}})

    def herd(count):
        return rng.sample(range(HORSES + 1), count)

    def day(horses, count, far, calls, lost=0.1):
        events = []
        for _ in range(count):
            if rng.random() >= calls:
                events.append([0, rng.randint(-far, far)])
            elif rng.random() < lost:
                events.append([1, rng.randint(0, HORSES)])
            else:
                events.append([1, rng.choice(horses)])
        return events

    add("one horse", [3], [[1, 3]])
    add("one horse, not the one", [0], [[1, 1]])
    add("one horse, many turns", [3], [[0, 5], [1, 3], [0, -7], [1, 3], [0, FAR], [1, 3]])
    add("no child calls", [1, 2], [[0, 1]])
    add("two horses", [1, 2], [[0, 1], [1, 1], [1, 2], [0, 1], [1, 1], [1, 2]])
    add("no turn at all", [8, 6, 7], [[1, 7], [1, 8], [1, 6]])
    add("jerk of nothing", [8, 6, 7], [[0, 0], [1, 7], [0, -0], [1, 8]])
    add("exactly once around", [8, 6, 7], [[0, 3], [1, 8], [0, -3], [1, 8], [0, -6], [1, 6]])
    add("backwards alone", [1, 2, 3, 4, 5], [[0, -1], [1, 1], [0, -2], [1, 1], [0, -9], [1, 5], [1, 2]])
    add("there and back", [1, 2, 3, 4, 5], [[0, FAR], [0, -FAR], [1, 4], [0, -FAR], [0, FAR], [1, 4]])
    add("horses with small and large numbers", [0, HORSES, 1, HORSES - 1], [[0, 1], [1, 0], [1, HORSES], [1, 2]])
    add("far turns that add up past 2^53", range(7), [[0, FAR - i] for i in range(30)] + [[1, h] for h in range(7)])
    add("far turns backwards that add up past 2^53", range(9), [[0, i - FAR] for i in range(30)] + [[1, h] for h in range(9)])
    for count in (10, 100, 1_000):
        horses = herd(count)
        add(f"random {count}, short jerks", horses, day(horses, count, 5, 0.5))
        add(f"random {count}, far jerks", horses, day(horses, count, FAR, 0.5))
    horses = herd(3_000)
    add("only onwards", horses, [[i % 2, horses[i] if i % 2 else i] for i in range(3_000)])
    add("max size, far jerks, no child errs", horses, day(horses, MAX, FAR, 0.7, 0))
    add("max size, in order, one jerk, then calls", range(MAX), [[0, -1]] + [[1, h] for h in range(MAX - 1)])
    horses = herd(MAX)
    add("max size, random", horses, day(horses, MAX, FAR, 0.5))
    add("max size, children who err", horses, [[1, HORSES - i] for i in range(MAX)])
    add("max size, backwards, then one call", horses, [[0, -FAR + i] for i in range(MAX - 1)] + [[1, horses[-1]]])
    return cases


def small(seed):
    rng = random.Random(seed)
    horses = rng.sample(range(12), rng.randint(1, 7))
    events = []
    for _ in range(rng.randint(1, 10)):
        if rng.random() < 0.5:
            events.append([0, rng.choice((rng.randint(-9, 9), rng.randint(-FAR, FAR)))])
        else:
            events.append([1, rng.randrange(12)])
    return {"horses": horses, "events": events}
