import re
import sys

RANK = {"(": 0, "+": 1, "-": 1, "*": 2}


def value_of(line):
    values = []
    signs = []

    def apply():
        sign, right = signs.pop(), values.pop()
        if sign == "+":
            values[-1] += right
        elif sign == "-":
            values[-1] -= right
        else:
            values[-1] *= right

    for token in re.findall(r"\d+|[-+*()]", line):
        if token == "(":
            signs.append(token)
        elif token == ")":
            while signs[-1] != "(":
                apply()
            signs.pop()
        elif token in RANK:
            while signs and RANK[signs[-1]] >= RANK[token]:
                apply()
            signs.append(token)
        else:
            values.append(int(token))
    while signs:
        apply()
    return values[0]


lines = sys.stdin.read().split("\n")
for i in range(1, int(lines[0]) + 1):
    print(value_of(lines[i]))
