import sys
from collections import deque


def main():
    n, k, *needs = map(int, sys.stdin.read().split())
    queue = deque(enumerate(needs, start=1))
    minute = 0
    lines = []
    while queue:
        visitor, need = queue.popleft()
        if need > k:
            minute += k
            queue.append((visitor, need - k))
        else:
            minute += need
            lines.append(f"{visitor} {minute}")
    print("\n".join(lines))


main()
