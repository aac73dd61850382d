def count_pairs(heights, gap):
    ways = 0
    for i in range(len(heights)):
        for j in range(i):
            if abs(heights[i] - heights[j]) == gap:
                ways += 1
    return ways
