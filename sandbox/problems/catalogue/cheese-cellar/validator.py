import re

LINE = re.compile(r"(in|out|nth|below|load) ([1-9][0-9]{0,9})")
MOST = 10_000


def validate(input):
    if type(input) is not str or not input.endswith("\n"):
        raise ValueError("expected text that ends with a newline")
    lines = input[:-1].split("\n")
    if not re.fullmatch(r"[1-9][0-9]{0,4}", lines[0]) or int(lines[0]) > MOST:
        raise ValueError("the first line must be a number from 1 to 10,000")
    if len(lines) != int(lines[0]) + 1:
        raise ValueError("n is not the number of lines that follow")
    cellar = {}
    questions = 0
    for line in lines[1:]:
        match = LINE.fullmatch(line)
        if not match:
            raise ValueError("expected in, out, nth, below or load, and a number")
        kind, number = match[1], int(match[2])
        if number > (MOST if kind in ("nth", "load") else 1_000_000_000):
            raise ValueError("a weight is at most 1,000,000,000 and k at most 10,000")
        if kind == "in":
            cellar[number] = cellar.get(number, 0) + 1
        elif kind == "out":
            if not cellar.get(number):
                raise ValueError("a wheel is sold that is not in the cellar")
            cellar[number] -= 1
        else:
            questions += 1
    if not questions:
        raise ValueError("expected at least one question")
