import re

MAX = 2**53 - 1
TOKEN = re.compile(r" *(?:(0|[1-9][0-9]*)|([-+*()])) *")


def bounded(value, where):
    if abs(value) > MAX:
        raise ValueError(f"{where}: a number or a result is larger than 2^53 - 1")
    return value


def check(line, where):
    """Works the line out, with an open part for each parenthesis that is open."""
    parts = []
    total, sign, product = 0, 1, None  # sum so far, the sign before the product, the product so far
    want_number = True
    pos = 0
    while pos < len(line):
        token = TOKEN.match(line, pos)
        if not token:
            raise ValueError(f"{where}: cannot be read at character {pos}")
        pos = token.end()
        number, mark = token.groups()
        if mark == "(":
            if not want_number:
                raise ValueError(f"{where}: a sign is missing before a parenthesis")
            parts.append((total, sign, product))
            total, sign, product = 0, 1, None
            continue
        if mark in ("+", "-", "*"):
            if want_number:
                raise ValueError(f"{where}: a number is missing before a sign")
            if mark != "*":
                total = bounded(total + sign * product, where)
                sign, product = (1 if mark == "+" else -1), None
            want_number = True
            continue
        if mark == ")":
            if want_number or not parts:
                raise ValueError(f"{where}: a parenthesis closes too early")
            value = bounded(total + sign * product, where)
            total, sign, product = parts.pop()
        else:
            if not want_number:
                raise ValueError(f"{where}: a sign is missing before a number")
            if len(number) > 16:
                raise ValueError(f"{where}: a number is too long")
            value = bounded(int(number), where)
        product = value if product is None else bounded(product * value, where)
        want_number = False
    if want_number or parts:
        raise ValueError(f"{where}: ends too early")
    bounded(total + sign * product, where)


def validate(input):
    if type(input) is not str or not input.endswith("\n"):
        raise ValueError("expected a text whose last line ends with a newline")
    first, *lines = input[:-1].split("\n")
    if not re.fullmatch("[1-9][0-9]{0,2}", first) or int(first) > 200 or len(lines) != int(first):
        raise ValueError("line 1 must be the number of lines that follow, from 1 to 200")
    if sum(map(len, lines)) > 40_000:
        raise ValueError("more than 40,000 characters")
    for number, line in enumerate(lines, start=2):
        check(line, f"line {number}")
