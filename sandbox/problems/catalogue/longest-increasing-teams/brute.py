"""Tries every set of climbers."""


def longest_increasing_teams(heights, loads):
    climbers = sorted(zip(heights, loads))
    sizes = [0] * (len(climbers) + 1)
    for choice in range(1, 1 << len(climbers)):
        rope = [climbers[i] for i in range(len(climbers)) if choice >> i & 1]
        if all(a[0] < b[0] and a[1] < b[1] for a, b in zip(rope, rope[1:])):
            sizes[len(rope)] += 1
    longest = max(size for size in range(len(sizes)) if sizes[size])
    return [longest, sizes[longest] % 1000000007]
