n = int(input())
heights = sorted((height, number) for number, height in enumerate(map(int, input().split()), 1))
_, a, b = min((high - low, i, j) for (low, i), (high, j) in zip(heights, heights[1:]))
print(b, a)
