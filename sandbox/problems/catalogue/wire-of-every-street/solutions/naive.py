n, m = map(int, input().split())
streets = [tuple(map(int, input().split())) for _ in range(m)]
order = sorted(streets, key=lambda street: street[2])

for wish in streets:
    leader = list(range(n + 1))

    def find(v):
        while leader[v] != v:
            leader[v] = leader[leader[v]]
            v = leader[v]
        return v

    total = 0
    for a, b, cost in [wish] + order:
        a, b = find(a), find(b)
        if a != b:
            leader[a] = b
            total += cost
    print(total)
