n = int(input())
heights = list(map(int, input().split()))
apart, first = min((abs(heights[i] - heights[i + 1]), i) for i in range(n - 1))
print(first + 1, first + 2)
