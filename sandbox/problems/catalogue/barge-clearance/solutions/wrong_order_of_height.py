n, m, q = map(int, input().split())
best = [0] + list(map(int, input().split()))
canals = sorted((tuple(map(int, input().split())) for _ in range(m)), key=lambda canal: canal[2])
calls = sorted((tuple(map(int, input().split())) for _ in range(q)), key=lambda call: -call[1])
leader = list(range(n + 1))


def find(v):
    while leader[v] != v:
        leader[v] = leader[leader[v]]
        v = leader[v]
    return v


for harbour, height in calls:
    while canals and canals[-1][2] >= height:
        a, b, _ = canals.pop()
        a, b = find(a), find(b)
        leader[a] = b
        best[b] = max(best[a], best[b])
    print(best[find(harbour)])
