from itertools import combinations


def count_pairs(heights, gap):
    return sum(max(pair) - min(pair) == gap for pair in combinations(heights, 2))
