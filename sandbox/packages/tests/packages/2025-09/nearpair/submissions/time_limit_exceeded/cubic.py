n = int(input())
numbers = list(map(int, input().split()))
best = 10**18
for _ in range(n):
    for a in numbers:
        for b in numbers:
            if a != b:
                best = min(best, abs(a - b))
print(best)
