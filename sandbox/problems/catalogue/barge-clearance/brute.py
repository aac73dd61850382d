# Lets every barge try all canals again and again until it finds no new harbour.
n, m, q = map(int, input().split())
prices = list(map(int, input().split()))
canals = [tuple(map(int, input().split())) for _ in range(m)]
for _ in range(q):
    harbour, height = map(int, input().split())
    reached = {harbour}
    before = 0
    while len(reached) > before:
        before = len(reached)
        for a, b, air in canals:
            if air >= height and (a in reached or b in reached):
                reached |= {a, b}
    print(max(prices[v - 1] for v in reached))
