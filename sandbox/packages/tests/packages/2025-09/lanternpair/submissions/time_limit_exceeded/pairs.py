n = int(input())
heights = list(map(int, input().split()))
best = (10**10, 0, 0)
for _ in range(20):
    for i in range(n):
        for j in range(i):
            best = min(best, (abs(heights[i] - heights[j]), i + 1, j + 1))
print(best[1], best[2])
