n, m = map(int, input().split())
streets = [tuple(map(int, input().split())) for _ in range(m)]
leader = list(range(n + 1))


def find(v):
    while leader[v] != v:
        leader[v] = leader[leader[v]]
        v = leader[v]
    return v


total = 0
laid = set()
for i in sorted(range(m), key=lambda i: streets[i][2]):
    a, b, cost = streets[i]
    if find(a) != find(b):
        leader[find(a)] = find(b)
        laid.add(i)
        total += cost
for i, (_, _, cost) in enumerate(streets):
    print(total if i in laid else total + cost)
