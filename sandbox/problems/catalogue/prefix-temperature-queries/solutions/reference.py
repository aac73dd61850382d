import sys
from itertools import accumulate


def main():
    data = list(map(int, sys.stdin.read().split()))
    n, q = data[0], data[1]
    until = [0, *accumulate(data[2:n + 2])]
    year = until[n]
    answers = []
    for i in range(n + 2, n + 2 + 2 * q, 2):
        a, b = data[i], data[i + 1]
        total = until[b] - until[a - 1]
        answers.append(total if a <= b else total + year)
    print("\n".join(map(str, answers)))


main()
