import re

NUMBER = re.compile(r"0|-?[1-9][0-9]*")
MAX = 30_000


def numbers(line, what, count, low, high):
    words = line.split(" ")
    if len(words) != count:
        raise ValueError(f"{what}: expected {count} numbers, found {len(words)}")
    if not all(NUMBER.fullmatch(word) for word in words):
        raise ValueError(f"{what}: not a plain whole number")
    values = [int(word) for word in words]
    if not all(low <= value <= high for value in values):
        raise ValueError(f"{what}: out of range")
    return values


def validate(input):
    if type(input) is not str:
        raise ValueError("the input must be a text")
    if not input.endswith("\n"):
        raise ValueError("the last line must end with a newline")
    lines = input[:-1].split("\n")
    n, q = numbers(lines[0], "line 1", 2, 1, MAX)
    if len(lines) != q + 2:
        raise ValueError(f"expected {q + 2} lines, found {len(lines)}")
    numbers(lines[1], "line 2", n, -1_000, 1_000)
    for i in range(2, q + 2):
        numbers(lines[i], f"line {i + 1}", 2, 1, n)
