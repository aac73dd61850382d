import re

NUMBER = re.compile("0|[1-9][0-9]{0,6}")
MILLION = 1_000_000


def numbers(line, count, where):
    words = line.split(" ")
    if len(words) != count or not all(NUMBER.fullmatch(word) for word in words):
        raise ValueError(f"{where}: expected {count} plain numbers")
    return [int(word) for word in words]


def within(value, low, high, where):
    if not low <= value <= high:
        raise ValueError(f"{where}: {value} is not from {low} to {high}")


def validate(input):
    if type(input) is not str or not input.endswith("\n"):
        raise ValueError("expected a text whose last line ends with a newline")
    lines = input[:-1].split("\n")
    n, m, q = numbers(lines[0], 3, "line 1")
    within(n, 1, 4_000, "line 1")
    within(m, 0, 6_000, "line 1")
    within(q, 1, 4_000, "line 1")
    if len(lines) != 2 + m + q:
        raise ValueError(f"expected {2 + m + q} lines")
    for price in numbers(lines[1], n, "line 2"):
        within(price, 1, MILLION, "line 2")
    for i in range(2, 2 + m):
        where = f"line {i + 1}"
        a, b, air = numbers(lines[i], 3, where)
        within(a, 1, n, where)
        within(b, 1, n, where)
        within(air, 1, MILLION, where)
        if a == b:
            raise ValueError(f"{where}: a canal must join two different harbours")
    for i in range(2 + m, 2 + m + q):
        where = f"line {i + 1}"
        harbour, height = numbers(lines[i], 2, where)
        within(harbour, 1, n, where)
        within(height, 1, MILLION, where)
