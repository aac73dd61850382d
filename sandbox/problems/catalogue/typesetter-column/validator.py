import re

WORD = re.compile(r"[A-Za-z0-9.,;:!?'-]+")
HEAD = re.compile(r"([1-9][0-9]?) ([1-9][0-9]{0,3})")


def validate(input):
    if type(input) is not str or not input.endswith("\n"):
        raise ValueError("expected text that ends with a newline")
    lines = input[:-1].split("\n")
    if len(lines) != 2:
        raise ValueError(f"expected two lines, found {len(lines)}")
    head = HEAD.fullmatch(lines[0])
    if not head:
        raise ValueError("the first line must be the numbers w and n")
    width, count = int(head[1]), int(head[2])
    if not 5 <= width <= 60 or count > 4_000:
        raise ValueError("w is from 5 to 60 and n at most 4,000")
    words = lines[1].split(" ")
    if len(words) != count:
        raise ValueError(f"expected {count} words with single spaces between them, found {len(words)}")
    for word in words:
        if len(word) > width or not WORD.fullmatch(word):
            raise ValueError("a word has 1 to w letters, digits or marks")
