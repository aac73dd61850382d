import re

HEAD = re.compile(r"([1-9][0-9]{0,3}) ([1-9][0-9]{0,3})")
LINE = re.compile(r"[A-Za-z .,;:!?'-]*")


def validate(input):
    if type(input) is not str or not input.endswith("\n"):
        raise ValueError("expected text that ends with a newline")
    head, *lines = input[:-1].split("\n")
    match = HEAD.fullmatch(head)
    if not match:
        raise ValueError("the first line must be the numbers n and k")
    n, k = int(match[1]), int(match[2])
    if n > 1_000 or k > 1_000:
        raise ValueError("n is at most 1,000 and k at most 1,000")
    if len(lines) != n:
        raise ValueError(f"expected {n} lines after the first, found {len(lines)}")
    for line in lines:
        if len(line) > 200 or not LINE.fullmatch(line):
            raise ValueError("a line has at most 200 letters, spaces and . , ; : ! ? - '")
    if sum(map(len, lines)) > 30_000:
        raise ValueError("all lines together have at most 30,000 characters")
