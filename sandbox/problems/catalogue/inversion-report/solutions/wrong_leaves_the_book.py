import sys
from bisect import bisect_right, insort


def main():
    data = list(map(int, sys.stdin.read().split()))
    n, q = data[0], data[1]
    shelf = data[2:n + 2]
    crooked = 0
    left = []
    for i, height in enumerate(shelf):
        crooked += i - bisect_right(left, height)
        insort(left, height)
    for i in range(q):
        p, height = data[n + 2 + 2 * i], data[n + 3 + 2 * i]
        crooked += sum(book > height for book in shelf[:p]) + sum(book < height for book in shelf[p:])
        shelf.insert(p, height)
        print(crooked)


main()
