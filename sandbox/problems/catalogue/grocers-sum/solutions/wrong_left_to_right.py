import re

for _ in range(int(input())):
    parts = []
    value, sign = 0, "+"
    for token in re.findall(r"\d+|[-+*()]", input()):
        if token == "(":
            parts.append((value, sign))
            value, sign = 0, "+"
            continue
        if token in "+-*":
            sign = token
            continue
        number = value if token == ")" else int(token)
        if token == ")":
            value, sign = parts.pop()
        if sign == "+":
            value += number
        elif sign == "-":
            value -= number
        else:
            value *= number
    print(value)
