"""Theatres without rivals, with few, with so many that hardly any cast is left, and with one too many."""
import random
from itertools import combinations

MOST = 11
DEAR = 1_000_000


def generate(seed):
    rng = random.Random(seed)
    cases = []

    def add(name, fees, rivals):
        rivals = [list(pair) if rng.random() < 0.5 else list(pair)[::-1] for pair in rivals]
        rng.shuffle(rivals)
        cases.append({"name": name, "input": {"fees": fees, "rivals": rivals}})

    def some(players, low=0, high=DEAR):
        return [[rng.randint(low, high) for _ in range(players)] for _ in range(players)]

    def all_pairs(players):
        return list(combinations(range(players), 2))

    def friendly(cast):
        """All rivals but those who hand over to each other in this cast."""
        return [pair for pair in all_pairs(len(cast)) if set(pair) not in [set(two) for two in zip(cast, cast[1:])]]

    add("one player", [[7]], [])
    add("one player for nothing", [[0]], [])
    add("one player, dearest", [[DEAR]], [])
    add("two players", [[3, 9], [4, 11]], [])
    add("two rivals", [[3, 9], [4, 11]], [(0, 1)])
    add("three players, all rivals", some(3), all_pairs(3))
    add("three players, one way", [[1, 1, 9], [1, 9, 1], [9, 1, 1]], [(0, 2)])
    add("one whom nobody can bear", some(6), [(2, other) for other in (0, 1, 3, 4, 5)])
    add("two camps of three", some(6), [(a, b) for a in range(3) for b in range(3, 6)])
    add("nobody within two camps", some(6), [pair for pair in all_pairs(6) if pair[0] // 3 == pair[1] // 3])
    add("camps of two and four, at odds within", some(6), [pair for pair in all_pairs(6) if (pair[0] < 2) == (pair[1] < 2)])
    add("each one's best scene", [[0 if p == s else 50 for s in range(8)] for p in range(8)], [])
    add("each one's best scene, neighbours at odds", [[0 if p == s else 50 for s in range(8)] for p in range(8)],
        [(p, p + 1) for p in range(7)])
    add("all fees equal", [[5] * 9 for _ in range(9)], [(0, 1), (4, 7)])
    add("fees rise", [[p * s for s in range(9)] for p in range(9)], [(7, 8), (6, 8), (3, 4)])
    add("cheap beginning, dear end", [[(s + 1) ** 3 * (p + 1) for s in range(8)] for p in range(8)], [(0, 1), (1, 2), (0, 2)])
    for players in (5, 7, 9):
        add(f"random {players}, few rivals", some(players), rng.sample(all_pairs(players), players // 2))
        add(f"random {players}, many rivals", some(players, 0, 20), rng.sample(all_pairs(players), 2 * players))
    n = MOST
    cast = rng.sample(range(n), n)
    add("max size, no rivals", some(n), [])
    add("max size, dearest", [[DEAR] * n for _ in range(n)], [])
    add("max size, few rivals", some(n), rng.sample(all_pairs(n), 6))
    add("max size, half are rivals", some(n), rng.sample(all_pairs(n), 27))
    add("max size, one cast is left, in two directions", some(n), friendly(cast))
    add("max size, all are rivals", some(n), all_pairs(n))
    add("max size, small fees", some(n, 0, 3), rng.sample(all_pairs(n), 20))
    add("max size, one whom nobody can bear", some(n), [(4, other) for other in range(n) if other != 4])
    return cases


def small(seed):
    rng = random.Random(seed)
    players = rng.randint(1, 5)
    pairs = [list(pair) for pair in combinations(range(players), 2)]
    high = rng.choice((2, 30))
    fees = [[rng.randint(0, high) for _ in range(players)] for _ in range(players)]
    return {"fees": fees, "rivals": rng.sample(pairs, rng.randint(0, len(pairs)) * 2 // 3)}
