import sys


def main():
    data = list(map(int, sys.stdin.read().split()))
    n, q = data[0], data[1]
    books = data[2:n + 2]
    crooked = 0
    for i in range(n):
        for j in range(i + 1, n):
            if books[i] > books[j]:
                crooked += 1
    for reader in range(q):
        p, height = data[n + 2 + 2 * reader], data[n + 3 + 2 * reader]
        more = 0
        for i in range(p):
            if books[i] > height:
                more += 1
        for i in range(p, n):
            if books[i] < height:
                more += 1
        print(crooked + more)


main()
