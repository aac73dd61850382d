n, m = map(int, input().split())
streets = [tuple(map(int, input().split())) for _ in range(m)]
leader = list(range(n + 1))


def find(v):
    while leader[v] != v:
        leader[v] = leader[leader[v]]
        v = leader[v]
    return v


total = 0
near = [[] for _ in range(n + 1)]
for a, b, cost in sorted(streets, key=lambda street: street[2]):
    if find(a) != find(b):
        leader[find(a)] = find(b)
        near[a].append((b, cost))
        near[b].append((a, cost))
        total += cost

for a, b, cost in streets:
    lightest = {a: float("inf")}
    queue = [a]
    for v in queue:
        if v == b:
            break
        for w, wire in near[v]:
            if w not in lightest:
                lightest[w] = min(lightest[v], wire)
                queue.append(w)
    print(total - lightest[b] + cost)
