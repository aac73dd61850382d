import re

NUMBER = re.compile(r"0|[1-9][0-9]*")
MAX = 8_000
TALL = 1_000_000_000


def numbers(line, what, count):
    words = line.split(" ")
    if len(words) != count:
        raise ValueError(f"{what}: expected {count} numbers, found {len(words)}")
    if not all(NUMBER.fullmatch(word) for word in words):
        raise ValueError(f"{what}: not a plain whole number")
    return [int(word) for word in words]


def validate(input):
    if type(input) is not str:
        raise ValueError("the input must be a text")
    if not input.endswith("\n"):
        raise ValueError("the last line must end with a newline")
    lines = input[:-1].split("\n")
    n, q = numbers(lines[0], "line 1", 2)
    if not (1 <= n <= MAX and 1 <= q <= MAX):
        raise ValueError("n and q must be between 1 and 8,000")
    if len(lines) != q + 2:
        raise ValueError(f"expected {q + 2} lines, found {len(lines)}")
    if not all(1 <= height <= TALL for height in numbers(lines[1], "line 2", n)):
        raise ValueError("line 2: a height is out of range")
    for i in range(2, q + 2):
        p, height = numbers(lines[i], f"line {i + 1}", 2)
        if p > n:
            raise ValueError(f"line {i + 1}: the gap is out of range")
        if not 1 <= height <= TALL:
            raise ValueError(f"line {i + 1}: the height is out of range")
