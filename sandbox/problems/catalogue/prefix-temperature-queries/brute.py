n, q = map(int, input().split())
temperatures = list(map(int, input().split()))
for _ in range(q):
    day, last = map(int, input().split())
    total = temperatures[day - 1]
    while day != last:
        day = 1 if day == n else day + 1
        total += temperatures[day - 1]
    print(total)
