import sys
from bisect import bisect_left, bisect_right


def main():
    data = list(map(int, sys.stdin.read().split()))
    n, q = data[0], data[1]
    books = data[2:n + 2]
    gaps = data[n + 2::2]
    heights = data[n + 3::2]
    ordered = sorted(books)
    # tree counts, by rank in `ordered`, the books to the left of the gap that is looked at.
    tree = [0] * (n + 1)

    def count(rank):
        total = 0
        while rank > 0:
            total += tree[rank]
            rank &= rank - 1
        return total

    crooked = 0
    added = [0] * q
    placed = 0
    for reader in sorted(range(q), key=gaps.__getitem__):
        while placed < gaps[reader]:
            rank = bisect_right(ordered, books[placed])
            crooked += placed - count(rank)
            while rank <= n:
                tree[rank] += 1
                rank += rank & -rank
            placed += 1
        height = heights[reader]
        lower, not_taller = bisect_left(ordered, height), bisect_right(ordered, height)
        taller_left = placed - count(not_taller)
        lower_right = lower - count(lower)
        added[reader] = taller_left + lower_right
    while placed < n:
        rank = bisect_right(ordered, books[placed])
        crooked += placed - count(rank)
        while rank <= n:
            tree[rank] += 1
            rank += rank & -rank
        placed += 1
    print("\n".join(str(crooked + more) for more in added))


main()
