from collections import Counter


def count_pairs(heights, gap):
    counts = Counter(heights)
    return sum(count * counts[height + gap] for height, count in counts.items() if height + gap in counts)
