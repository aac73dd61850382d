"""Input constraints of shift-schedule-merge."""

import re

MAX_TIME = 100000000
PAIR = re.compile(r"(0|[1-9][0-9]{0,8}) (0|[1-9][0-9]{0,8})")


def pair(line, number):
    match = PAIR.fullmatch(line)
    if not match:
        raise ValueError(f"line {number} is not two integers with one space between them")
    return int(match[1]), int(match[2])


def validate(input):
    if not isinstance(input, str) or not input.endswith("\n"):
        raise ValueError("the input must be text that ends with a line break")
    lines = input[:-1].split("\n")
    count, gap = pair(lines[0], 1)
    if not 1 <= count <= 10000:
        raise ValueError(f"n is {count}, outside 1..10000")
    if gap > MAX_TIME:
        raise ValueError(f"g is {gap}, outside 0..{MAX_TIME}")
    if len(lines) != count + 1:
        raise ValueError(f"{len(lines) - 1} shifts instead of {count}")
    for number, line in enumerate(lines[1:], 2):
        start, end = pair(line, number)
        if not start < end <= MAX_TIME:
            raise ValueError(f"line {number}: {start} {end} is not a shift")
