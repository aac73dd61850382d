"""Winters: chains, rings, stars and random nets, with gentle and with total storms."""
import random

MAX_ISLANDS = 8_000
MAX_BRIDGES = 12_000
MAX_EVENTS = 12_000


def net(rng, islands, bridges):
    """Random bridges; the first ones grow a tree, so that most islands hang together."""
    pairs = []
    for i in range(1, min(islands, bridges + 1)):
        pairs.append([rng.randrange(max(0, i - 20), i), i])
    while len(pairs) < bridges:
        pairs.append(rng.sample(range(islands), 2))
    rng.shuffle(pairs)
    return pairs[:bridges]


def diary(rng, islands, bridges, count, falls, repeats=0.1):
    """Entries in random order; `falls` is the part of them that are falls of bridges."""
    standing = list(range(bridges))
    rng.shuffle(standing)
    fallen = []
    entries = []
    for _ in range(count):
        if bridges and rng.random() < falls:
            if standing and not (fallen and rng.random() < repeats):
                fallen.append(standing.pop())
                entries.append([0, fallen[-1]])
            else:
                entries.append([0, rng.choice(fallen)])
        else:
            entries.append([1, rng.randrange(islands)])
    return entries


def generate(seed):
    rng = random.Random(seed)
    cases = []

    def add(name, islands, bridges, events):
        cases.append({"name": name, "input": {"islands": islands, "bridges": bridges, "events": events}})

    add("one island", 1, [], [[1, 0], [1, 0]])
    add("two islands, one bridge", 2, [[1, 0]], [[1, 0], [0, 0], [1, 0], [1, 1]])
    add("no bridges at all", 6, [], [[1, i] for i in range(6)])
    add("nothing falls", 6, [[0, 1], [2, 3], [3, 4]], [[1, i] for i in range(6)])
    add("no letters but the last", 4, [[0, 1], [1, 2], [2, 3]], [[0, 1], [0, 0], [1, 3]])
    add("falls only, no letters", 4, [[0, 1], [1, 2], [2, 3]], [[0, 1], [0, 0], [0, 1]])
    add("twin bridges", 2, [[0, 1], [1, 0], [0, 1]], [[0, 1], [1, 0], [0, 0], [1, 0], [0, 2], [1, 0]])
    add("a fall mentioned before and after a letter", 3, [[0, 1], [1, 2]],
        [[0, 0], [1, 0], [0, 0], [1, 1], [0, 1], [1, 1], [0, 0], [1, 2]])
    ring = [[i, (i + 1) % 30] for i in range(30)]
    add("ring", 30, ring, [e for i in range(0, 30, 4) for e in ([0, i], [1, 2 * i % 30])])
    star = [[0, i] for i in range(1, 40)]
    add("star", 40, star, [e for i in range(39) for e in ([0, i], [1, 0], [1, i + 1])])
    for islands, bridges, count in ((8, 12, 40), (40, 60, 150), (300, 420, 800), (1_000, 800, 1_500)):
        add(f"random, {islands} islands and {bridges} bridges", islands, net(rng, islands, bridges),
            diary(rng, islands, bridges, count, 0.5))
    add("random, many repeated mentions", 60, net(rng, 60, 90), diary(rng, 60, 90, 500, 0.6, 0.7))
    chain = [[i, i + 1] for i in range(MAX_ISLANDS - 1)]
    add("max islands, chain that stands", MAX_ISLANDS, chain,
        [[1, 0]] + [[1, rng.randrange(MAX_ISLANDS)] for _ in range(4_000)])
    order = list(range(MAX_ISLANDS - 1))
    rng.shuffle(order)
    entries = [e for i in order[:6_000] for e in ([0, i], [1, rng.randrange(MAX_ISLANDS)])]
    add("max size, chain that breaks at random", MAX_ISLANDS, chain, entries)
    add("max size, chain that crumbles from its end", MAX_ISLANDS, chain,
        [e for i in range(6_000) for e in ([1, 0], [0, MAX_ISLANDS - 2 - i])])
    add("max size, net that loses little", MAX_ISLANDS, net(rng, MAX_ISLANDS, MAX_BRIDGES),
        diary(rng, MAX_ISLANDS, MAX_BRIDGES, MAX_EVENTS, 0.1))
    add("max size, net that loses much", MAX_ISLANDS, net(rng, MAX_ISLANDS, MAX_BRIDGES),
        diary(rng, MAX_ISLANDS, MAX_BRIDGES, MAX_EVENTS, 0.75))
    blades = [[0, i] for i in range(1, MAX_ISLANDS)] + [[i, i + 1] for i in range(1, MAX_BRIDGES - MAX_ISLANDS + 2)]
    add("max size, wheel", MAX_ISLANDS, blades, diary(rng, MAX_ISLANDS, len(blades), MAX_EVENTS, 0.6, 0.3))
    return cases


def small(seed):
    rng = random.Random(seed)
    islands = rng.randint(1, 7)
    bridges = [] if islands == 1 else [rng.sample(range(islands), 2) for _ in range(rng.randint(0, 9))]
    events = diary(rng, islands, len(bridges), rng.randint(1, 14), rng.choice([0.3, 0.5, 0.7]), 0.3)
    return {"islands": islands, "bridges": bridges, "events": events}
