import sys

_, *days = map(int, sys.stdin.read().split())
present = set(days)
best_first, best_length = 0, 0
for first in sorted(present):
    if first - 1 in present:
        continue
    last = first
    while last + 1 in present:
        last += 1
    if last - first + 1 > best_length:
        best_first, best_length = first, last - first + 1
print(2)
print(best_first, best_length)
