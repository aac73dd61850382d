import re
from itertools import zip_longest


def rows(scarf):
    for note in re.findall("[0-9]+[a-z]", scarf):
        for _ in range(int(note[:-1])):
            yield note[-1]


def two_scarves(left, right):
    for position, (one, other) in enumerate(zip_longest(rows(left), rows(right))):
        if one != other:
            return position
    return -1
