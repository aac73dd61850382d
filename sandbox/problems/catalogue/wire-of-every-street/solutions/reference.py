import sys


def main():
    data = list(map(int, sys.stdin.read().split()))
    n, m = data[:2]
    ends, others, costs = data[2::3], data[3::3], data[4::3]

    # Groups are joined by size and never flattened: each tree stays about log n deep, and the costs on the
    # way from a square upwards only grow. So the dearest wire between two squares is found by climbing.
    above = [0] * (n + 1)
    joined_at = [0] * (n + 1)
    size = [1] * (n + 1)
    total = 0
    for i in sorted(range(m), key=costs.__getitem__):
        a, b = ends[i], others[i]
        while above[a]:
            a = above[a]
        while above[b]:
            b = above[b]
        if a == b:
            continue
        if size[a] > size[b]:
            a, b = b, a
        above[a] = b
        joined_at[a] = costs[i]
        size[b] += size[a]
        total += costs[i]
    joined_at = [cost or float("inf") for cost in joined_at]

    out = []
    for a, b, cost in zip(ends, others, costs):
        dearest = 0
        while a != b:
            if joined_at[a] > joined_at[b]:
                a, b = b, a
            dearest = joined_at[a]
            a = above[a]
        out.append(total - dearest + cost)
    print("\n".join(map(str, out)))


main()
