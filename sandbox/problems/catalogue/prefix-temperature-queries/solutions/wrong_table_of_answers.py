import sys


def main():
    data = list(map(int, sys.stdin.read().split()))
    n, q = data[0], data[1]
    temperatures = data[2:n + 2]
    sums = [[0] * n for _ in range(n)]
    for a in range(n):
        total = 0
        for step in range(n):
            b = (a + step) % n
            total += temperatures[b]
            sums[a][b] = total
    questions = data[n + 2:]
    for a, b in zip(questions[::2], questions[1::2]):
        print(sums[a - 1][b - 1])


main()
