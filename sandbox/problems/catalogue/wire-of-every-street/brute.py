# Tries every set of n - 1 streets that connects all squares.
from itertools import combinations

n, m = map(int, input().split())
streets = [tuple(map(int, input().split())) for _ in range(m)]


def connected(chosen):
    reached = {1}
    for _ in range(n):
        for i in chosen:
            a, b, _ = streets[i]
            if a in reached or b in reached:
                reached |= {a, b}
    return len(reached) == n


cheapest = [float("inf")] * m
for chosen in combinations(range(m), n - 1):
    if connected(chosen):
        cost = sum(streets[i][2] for i in chosen)
        for i in chosen:
            cheapest[i] = min(cheapest[i], cost)
print(*cheapest, sep="\n")
