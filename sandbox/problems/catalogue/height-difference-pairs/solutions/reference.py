def count_pairs(heights, gap):
    seen = {}
    ways = 0
    for height in heights:
        ways += seen.get(height - gap, 0)
        if gap:
            ways += seen.get(height + gap, 0)
        seen[height] = seen.get(height, 0) + 1
    return ways
