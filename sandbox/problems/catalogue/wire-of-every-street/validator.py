import re

NUMBER = re.compile("[1-9][0-9]{0,9}")


def numbers(line, count, where):
    words = line.split(" ")
    if len(words) != count or not all(NUMBER.fullmatch(word) for word in words):
        raise ValueError(f"{where}: expected {count} plain numbers from 1 on")
    return [int(word) for word in words]


def validate(input):
    if type(input) is not str or not input.endswith("\n"):
        raise ValueError("expected a text whose last line ends with a newline")
    lines = input[:-1].split("\n")
    n, m = numbers(lines[0], 2, "line 1")
    if not (2 <= n <= 3_000 and m <= 6_000) or len(lines) != m + 1:
        raise ValueError("n is from 2 to 3,000, m from 1 to 6,000, and m streets follow")
    near = [[] for _ in range(n + 1)]
    for i in range(1, m + 1):
        a, b, cost = numbers(lines[i], 3, f"line {i + 1}")
        if a == b or max(a, b) > n:
            raise ValueError(f"line {i + 1}: a street joins two different squares from 1 to n")
        if cost > 1_000_000_000:
            raise ValueError(f"line {i + 1}: the cost is too large")
        near[a].append(b)
        near[b].append(a)
    reached = [1]
    seen = {1}
    for v in reached:
        for w in near[v]:
            if w not in seen:
                seen.add(w)
                reached.append(w)
    if len(reached) != n:
        raise ValueError("the streets do not connect all squares")
