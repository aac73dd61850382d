# Stamp by stamp, with the queue written out anew after every turn.
n, k = map(int, input().split())
missing = list(map(int, input().split()))
queue = list(range(n))
minute = 0
while queue:
    visitor = queue[0]
    queue = queue[1:]
    for _ in range(k):
        minute += 1
        missing[visitor] -= 1
        if missing[visitor] == 0:
            break
    if missing[visitor] == 0:
        print(visitor + 1, minute)
    else:
        queue = queue + [visitor]
