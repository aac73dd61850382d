import re

CLOCK = re.compile(r"(Mon|Tue|Wed|Thu|Fri|Sat|Sun) ([1-9]|1[0-2]):[0-5][0-9] [ap]m")
TURN = re.compile(r"(later|earlier) (0|[1-9][0-9]{0,6}):[0-5][0-9]")


def validate(input):
    if type(input) is not str or not input.endswith("\n"):
        raise ValueError("expected text that ends with a newline")
    lines = input[:-1].split("\n")
    if not re.fullmatch(r"[1-9][0-9]{0,4}", lines[0]) or int(lines[0]) > 10_000:
        raise ValueError("the first line must be a number from 1 to 10,000")
    if len(lines) != int(lines[0]) + 2:
        raise ValueError("the number of guests is not that of the lines")
    if not CLOCK.fullmatch(lines[1]):
        raise ValueError("the second line must be what the clock shows")
    for line in lines[2:]:
        match = TURN.fullmatch(line)
        if not match or int(match[2]) > 1_000_000:
            raise ValueError("expected later or earlier, and hours up to 1,000,000 with two digits of minutes")
