import sys


def main():
    data = list(map(int, sys.stdin.read().split()))
    n, m, q = data[:3]
    best = [0] + data[3 : 3 + n]  # of the group that a harbour stands for
    at = 3 + n
    canals = sorted(
        zip(data[at + 2 : at + 3 * m : 3], data[at : at + 3 * m : 3], data[at + 1 : at + 3 * m : 3]),
        reverse=True,
    )
    at += 3 * m
    harbours, heights = data[at::2], data[at + 1 :: 2]
    leader = list(range(n + 1))

    def find(v):
        while leader[v] != v:
            leader[v] = leader[leader[v]]
            v = leader[v]
        return v

    answers = [0] * q
    opened = 0
    # The highest barges first: then canals are only ever added.
    for call in sorted(range(q), key=heights.__getitem__, reverse=True):
        height = heights[call]
        while opened < m and canals[opened][0] >= height:
            _, a, b = canals[opened]
            a, b = find(a), find(b)
            if a != b:
                leader[a] = b
                best[b] = max(best[a], best[b])
            opened += 1
        answers[call] = best[find(harbours[call])]
    print("\n".join(map(str, answers)))


main()
