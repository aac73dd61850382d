import re


def validate(input):
    if type(input) is not str or not input.endswith("\n"):
        raise ValueError("expected a text whose last line ends with a newline")
    first, *rows = input[:-1].split("\n")
    size = re.fullmatch("([1-9][0-9]?) ([1-9][0-9]?)", first)
    if not size:
        raise ValueError("line 1 must have two numbers from 1 to 24")
    r, c = map(int, size.groups())
    if r > 24 or c > 24 or len(rows) != r:
        raise ValueError("r and c are from 1 to 24, and r rows follow")
    for number, row in enumerate(rows, start=2):
        if len(row) != c or not set(row) <= set(".#WXabcdefABCDEF"):
            raise ValueError(f"line {number}: expected {c} places of the plan")
    plan = "".join(rows)
    if plan.count("W") != 1 or plan.count("X") != 1:
        raise ValueError("W and X must appear exactly once")
    for key in "abcdef":
        if plan.count(key) > 1:
            raise ValueError(f"the key {key} appears twice")
