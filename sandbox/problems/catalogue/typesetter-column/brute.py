# Tries every way to cut the text into lines, those with more words in the earlier lines first.
width, count = map(int, input().split())
words = input().split()


def ways(start):
    if start == len(words):
        yield []
        return
    for end in range(len(words), start, -1):
        line = words[start:end]
        if len(" ".join(line)) <= width:
            for rest in ways(end):
                yield [line] + rest


def cost(column):
    return sum((width - len(" ".join(line))) ** 2 for line in column[:-1])


best = None
for column in ways(0):
    if best is None or cost(column) < cost(best):
        best = column
for number, line in enumerate(best):
    gaps = [" "] * (len(line) - 1)
    if gaps and number < len(best) - 1:
        gap = 0
        while len("".join(line)) + len("".join(gaps)) < width:
            gaps[gap % len(gaps)] += " "
            gap += 1
    print("".join(word + space for word, space in zip(line, gaps + [""])))
