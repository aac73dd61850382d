import sys
from bisect import bisect_left, bisect_right, insort

data = list(map(int, sys.stdin.read().split()))
n, q = data[0], data[1]
books = data[2:n + 2]
gaps, heights = data[n + 2::2], data[n + 3::2]
ordered = sorted(books)
left = []
crooked = 0
added = [0] * q
readers = sorted(range(q), key=lambda i: -gaps[i])
for p in range(n + 1):
    while readers and gaps[readers[-1]] == p:
        i = readers.pop()
        taller = p - bisect_left(left, heights[i])
        lower = bisect_right(ordered, heights[i]) - bisect_right(left, heights[i])
        added[i] = taller + lower
    if p < n:
        crooked += p - bisect_left(left, books[p])
        insort(left, books[p])
print("\n".join(str(crooked + more) for more in added))
