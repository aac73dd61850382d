"""Rule books: chains, stars, layers, random orders, and circles."""
import random

MAX_TASKS = 8_000
MAX_RULES = 14_000


def acyclic(rng, tasks, rules, near=None):
    """Rules that agree with a random hidden order; `near` bounds how far apart the two tasks stand in it."""
    order = list(range(1, tasks + 1))
    rng.shuffle(order)
    pairs = []
    for _ in range(rules):
        i = rng.randrange(tasks - 1)
        j = rng.randint(i + 1, tasks - 1 if near is None else min(tasks - 1, i + near))
        pairs.append([order[i], order[j]])
    return pairs


def chain(order):
    return [[a, b] for a, b in zip(order, order[1:])]


def generate(seed):
    rng = random.Random(seed)
    cases = []

    def add(name, tasks, before):
        cases.append({"name": name, "input": {"tasks": tasks, "before": before}})

    add("one task", 1, [])
    add("two tasks, no rule", 2, [])
    add("two tasks, wrong way round", 2, [[2, 1]])
    add("two tasks wait for each other", 2, [[1, 2], [2, 1]])
    add("the same rule ten times", 3, [[3, 1]] * 10)
    add("no rules", 50, [])
    add("chain in order", 30, chain(list(range(1, 31))))
    add("chain backwards", 30, chain(list(range(30, 0, -1))))
    add("the last task unlocks everything", 40, [[40, i] for i in range(1, 40)])
    add("everything unlocks the first task", 40, [[i, 1] for i in range(2, 41)])
    add("a freed small task overtakes", 7, [[3, 1], [6, 2], [1, 5], [7, 4]])
    add("circle behind a long free start", 60, [[59, 60], [60, 58], [58, 59]] + chain(list(range(1, 50))))
    add("circle of everything", 25, chain(list(range(1, 26))) + [[25, 1]])
    for tasks, rules in ((10, 9), (60, 50), (60, 400), (900, 1_000)):
        add(f"random, {tasks} tasks, {rules} rules", tasks, acyclic(rng, tasks, rules))
    repeated = acyclic(rng, 300, 400)
    add("random with repeated rules", 300, repeated + [list(rng.choice(repeated)) for _ in range(300)])
    knot = acyclic(rng, 500, 700, near=9)
    a, b = rng.choice(knot)
    add("random with one circle", 500, knot + [[b, a]])
    add("most tasks, no rules", MAX_TASKS, [])
    add("max size, chain backwards", MAX_TASKS, chain(list(range(MAX_TASKS, 0, -1))))
    shuffled = list(range(1, MAX_TASKS + 1))
    rng.shuffle(shuffled)
    rules = chain(shuffled)
    rng.shuffle(rules)
    add("max size, shuffled chain", MAX_TASKS, rules)
    add("max size, random", MAX_TASKS, acyclic(rng, MAX_TASKS, MAX_RULES))
    add("max size, last task unlocks everything", MAX_TASKS,
        [[MAX_TASKS, i] for i in range(1, MAX_TASKS)] + [[MAX_TASKS, 1]] * (MAX_RULES - MAX_TASKS + 1))
    rules = acyclic(rng, MAX_TASKS, MAX_RULES - 1, near=40)
    a, b = rules[0]
    add("max size, one circle", MAX_TASKS, rules + [[b, a]])
    return cases


def small(seed):
    rng = random.Random(seed)
    tasks = rng.randint(1, 6)
    if tasks == 1:
        return {"tasks": 1, "before": []}
    if rng.random() < 0.75:
        return {"tasks": tasks, "before": acyclic(rng, tasks, rng.randint(0, 7))}
    return {"tasks": tasks, "before": [rng.sample(range(1, tasks + 1), 2) for _ in range(rng.randint(0, 6))]}
