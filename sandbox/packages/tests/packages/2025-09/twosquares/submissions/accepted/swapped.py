n = int(input())
for a in range(1001):
    b = int((n - a * a) ** 0.5) if a * a <= n else 0
    if a * a + b * b == n:
        print(b, a)
        break
