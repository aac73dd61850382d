# Rubs out one sign at a time and writes its result in its place; `~` marks a negative number.
import re


def write(value):
    return f"~{-value}" if value < 0 else str(value)


def read(word):
    return -int(word[1:]) if word[0] == "~" else int(word)


def flat(text):
    """The value of a text without parentheses."""
    while "*" in text:
        left, right = re.search(r"(~?\d+)\*(~?\d+)", text).groups()
        text = text.replace(f"{left}*{right}", "!", 1).replace("!", write(read(left) * read(right)), 1)
    while True:
        found = re.match(r"(~?\d+)([-+])(~?\d+)", text)
        if not found:
            return text
        left, sign, right = found.groups()
        value = read(left) + read(right) if sign == "+" else read(left) - read(right)
        text = write(value) + text[found.end():]


for _ in range(int(input())):
    line = input().replace(" ", "")
    while "(" in line:
        inner = re.search(r"\(([^()]*)\)", line)
        line = line[: inner.start()] + flat(inner.group(1)) + line[inner.end():]
    print(read(flat(line)))
