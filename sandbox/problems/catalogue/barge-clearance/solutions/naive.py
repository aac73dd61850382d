n, m, q = map(int, input().split())
prices = [0] + list(map(int, input().split()))
near = [[] for _ in range(n + 1)]
for _ in range(m):
    a, b, air = map(int, input().split())
    near[a].append((b, air))
    near[b].append((a, air))
for _ in range(q):
    harbour, height = map(int, input().split())
    reached = [harbour]
    seen = {harbour}
    for v in reached:
        for w, air in near[v]:
            if air >= height and w not in seen:
                seen.add(w)
                reached.append(w)
    print(max(prices[v] for v in reached))
