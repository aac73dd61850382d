import re

THING = re.compile(r"(?:left|right) (\d+) (\d+)|(?:out|who) (\d+)|turn")
NUMBER = re.compile(r"[1-9][0-9]{0,4}")
MAX = 12_000


def validate(input):
    if type(input) is not str or not input.endswith("\n"):
        raise ValueError("expected text that ends with a newline")
    lines = input[:-1].split("\n")
    if not NUMBER.fullmatch(lines[0]) or int(lines[0]) > MAX:
        raise ValueError("the first line must be a number from 1 to 12,000")
    if len(lines) != int(lines[0]) + 1:
        raise ValueError("n is not the number of lines that follow")
    row = {1}
    for line in lines[1:]:
        match = THING.fullmatch(line)
        if not match:
            raise ValueError("something happens that is none of left, right, out, turn and who")
        for number in match.groups():
            if number is not None and (not NUMBER.fullmatch(number) or int(number) > MAX):
                raise ValueError("numbers of children are from 1 to 12,000")
        joins, beside, there = (number and int(number) for number in match.groups())
        if joins:
            if joins in row:
                raise ValueError("a child joins who is in the row")
            if beside not in row:
                raise ValueError("a child joins beside one who is not in the row")
            row.add(joins)
        if there:
            if there not in row:
                raise ValueError("a child is not in the row")
            if line.startswith("out"):
                row.remove(there)
                if not row:
                    raise ValueError("the row gets empty")
