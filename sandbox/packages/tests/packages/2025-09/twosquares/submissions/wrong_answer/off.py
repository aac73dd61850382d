n = int(input())
print(0, int(n ** 0.5) + 1)
