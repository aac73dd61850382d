n = int(input())
heights = list(map(int, input().split()))
print(heights.index(min(heights)) + 1, heights.index(heights[n]) + 1)
