import sys


def stretched(words, width):
    if len(words) == 1:
        return words[0]
    gaps = len(words) - 1
    even, wider = divmod(width - sum(map(len, words)), gaps)
    left = (" " * (even + 1)).join(words[: wider + 1])
    if wider == gaps:
        return left
    return (" " * even).join([left, *words[wider + 1 :]])


def main():
    width, count, *words = sys.stdin.read().split()
    width, count = int(width), int(count)
    lengths = [len(word) for word in words]
    # The least cost of a column that begins with a word, and where its second line begins.
    best = [0] * (count + 1)
    until = [0] * count
    for start in range(count - 1, -1, -1):
        least = None
        slack = width + 1
        for end in range(start, count):
            slack -= lengths[end] + 1
            if slack < 0:
                break
            cost = 0 if end + 1 == count else slack * slack + best[end + 1]
            if least is None or cost < least:
                least = cost
                until[start] = end + 1
        best[start] = least
    lines = []
    start = 0
    while until[start] < count:
        lines.append(stretched(words[start : until[start]], width))
        start = until[start]
    lines.append(" ".join(words[start:]))
    print("\n".join(lines))


main()
