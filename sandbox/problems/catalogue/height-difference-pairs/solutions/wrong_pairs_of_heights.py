def count_pairs(heights, gap):
    different = set(heights)
    if gap == 0:
        return len(heights) - len(different)
    return sum(height + gap in different for height in different)
