"""Road maps: chains, ladders with traps for the greedy, layers and random nets."""
import random

MAX_TOWNS = 1_500
MAX_ROADS = 4_000
DEAR = 1_000_000_000


def random_roads(rng, towns, roads, dear):
    return [[rng.randrange(towns), rng.randrange(towns), rng.randint(0, dear)] for _ in range(roads)]


def chain(towns, tolls):
    return [[i, i + 1, tolls(i)] for i in range(towns - 1)]


def ladder(rng, towns, roads, reach, dear):
    """Roads that lead a short way forward, plus the chain, so that the market can always be reached."""
    out = chain(towns, lambda i: rng.randint(dear // 2, dear))
    while len(out) < roads:
        a = rng.randrange(towns - 1)
        b = min(towns - 1, a + rng.randint(1, reach))
        out.append([a, b, rng.randint(0, dear) * (b - a) // 2])
    rng.shuffle(out)
    return [[a, b, min(toll, DEAR)] for a, b, toll in out]


def generate(seed):
    rng = random.Random(seed)
    cases = []

    def add(name, towns, roads, vouchers):
        cases.append({"name": name, "input": {"towns": towns, "roads": roads, "vouchers": vouchers}})

    add("dairy and market in one town", 1, [], 0)
    add("one town with a road in a circle", 1, [[0, 0, 9]], 3)
    add("two towns, no road", 2, [], 3)
    add("two towns, only the way back", 2, [[1, 0, 1]], 1)
    add("twin roads", 2, [[0, 1, 9], [0, 1, 7], [0, 1, 8]], 1)
    add("an odd toll is halved down", 2, [[0, 1, 1]], 1)
    add("free roads", 5, [[i, i + 1, 0] for i in range(4)], 2)
    add("more vouchers than roads", 3, [[0, 1, 5], [1, 2, 6]], 3)
    add("a voucher must be saved for later", 4, [[0, 1, 10], [0, 1, 12], [1, 2, 1], [2, 3, 100]], 1)
    add("arriving dearer but with a voucher pays", 4,
        [[0, 1, 20], [0, 2, 3], [2, 1, 10], [1, 3, 50]], 1)
    add("one dear road beats many cheap ones", 6, chain(6, lambda i: 10) + [[0, 5, 90]], 1)
    add("largest tolls", 60, chain(60, lambda i: DEAR), 3)
    add("market beyond a gap", 40, chain(20, lambda i: 3) + [[a + 20, b + 20, t] for a, b, t in chain(20, lambda i: 3)], 3)
    for towns, roads, vouchers in ((8, 20, 1), (8, 20, 2), (50, 160, 3), (50, 160, 0), (300, 1_200, 2)):
        add(f"random, {towns} towns, {vouchers} vouchers", towns, random_roads(rng, towns, roads, 60), vouchers)
    for vouchers in (1, 2, 3):
        add(f"ladder, {vouchers} vouchers", 200, ladder(rng, 200, 700, 12, 1_000), vouchers)
    add("max size, random", MAX_TOWNS, random_roads(rng, MAX_TOWNS, MAX_ROADS, DEAR), 3)
    add("max size, random, few different tolls", MAX_TOWNS, random_roads(rng, MAX_TOWNS, MAX_ROADS, 3), 3)
    add("max size, ladder", MAX_TOWNS, ladder(rng, MAX_TOWNS, MAX_ROADS, 9, 1_000_000), 3)
    backwards = [[a, a - rng.randint(1, min(a, 50)), rng.randint(1, 99)]
                 for a in (rng.randrange(1, MAX_TOWNS) for _ in range(MAX_ROADS - MAX_TOWNS + 1))]
    add("max size, chain listed backwards", MAX_TOWNS,
        chain(MAX_TOWNS, lambda i: rng.randint(1, DEAR))[::-1] + backwards, 3)
    fan = [[0, i, 2 * (MAX_TOWNS - i)] for i in range(1, MAX_TOWNS)] + [[i, i - 1, 1] for i in range(2, MAX_TOWNS - 1)]
    fan += [[i, MAX_TOWNS - 1, DEAR - 3 * i] for i in range(1, 1_000)]
    add("max size, towns that get cheaper again and again", MAX_TOWNS, fan, 3)
    shuffled = list(range(1, MAX_TOWNS - 1))
    rng.shuffle(shuffled)
    hidden = [0, *shuffled, MAX_TOWNS - 1]
    roads = [[hidden[i], hidden[j], rng.randint(0, 5_000) * (j - i)]
             for i, j in ((i, min(MAX_TOWNS - 1, i + rng.randint(1, 4)))
                          for i in (rng.randrange(MAX_TOWNS - 1) for _ in range(MAX_ROADS - MAX_TOWNS + 1)))]
    roads += [[a, b, rng.randint(4_000, 9_000)] for a, b in zip(hidden, hidden[1:])]
    rng.shuffle(roads)
    add("max size, long hidden way", MAX_TOWNS, roads, 3)
    return cases


def small(seed):
    rng = random.Random(seed)
    towns = rng.randint(1, 5)
    roads = random_roads(rng, towns, rng.randint(0, 8), rng.choice([1, 9, 30]))
    return {"towns": towns, "roads": roads, "vouchers": rng.randint(0, 3)}
