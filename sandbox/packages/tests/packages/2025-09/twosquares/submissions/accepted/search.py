n = int(input())
a = 0
while True:
    b = round((n - a * a) ** 0.5)
    if a * a + b * b == n:
        print(a, b)
        break
    a += 1
