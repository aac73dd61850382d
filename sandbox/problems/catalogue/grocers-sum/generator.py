"""Blackboards: short and long lines, deep nesting, large numbers, results of every sign."""
import random

MAX = 2**53 - 1
MAX_CHARACTERS = 40_000


def expression(rng, length, depth, top):
    """Tokens of a line with about `length` numbers, and its value; no result on the way is too large."""
    tokens = []
    total, product, sign = 0, None, 1
    left = length
    while left > 0:
        if depth and rng.random() < 0.35:
            inner = min(left, rng.randint(1, max(1, length // 2)))
            part, value = expression(rng, inner, depth - 1, top)
            part = ["("] + part + [")"]
            left -= inner
        else:
            value = rng.randint(0, rng.choice((3, 20, top)))
            part = [str(value)]
            left -= 1
        if product is None:
            product = value
        elif rng.random() < 0.45 and abs(product * value) <= MAX // 2 and abs(total + sign * product * value) <= MAX // 2:
            tokens.append("*")
            product *= value
        else:
            total += sign * product
            sign = rng.choice((1, -1))
            if abs(total + sign * value) > MAX // 2:
                sign = -sign
            tokens.append("+" if sign == 1 else "-")
            product = value
        tokens += part
    return tokens, total + sign * product


def spaced(rng, tokens, share):
    out = []
    for token in tokens:
        out.append(token)
        if rng.random() < share:
            out.append(" " * rng.randint(1, 3))
    return "".join(out)


def generate(seed):
    rng = random.Random(seed)
    cases = []

    def add(name, lines):
        cases.append({"name": name, "input": f"{len(lines)}\n" + "\n".join(lines) + "\n"})

    def random_lines(count, length, depth, top, share=0.2):
        return [spaced(rng, expression(rng, length, depth, top)[0], share) for _ in range(count)]

    def full(make):
        """Lines until the blackboard is full."""
        lines, used = [], 0
        while len(lines) < 200:
            line = make()
            if used + len(line) > MAX_CHARACTERS:
                break
            lines.append(line)
            used += len(line)
        return lines

    add("one digit", ["0"])
    add("largest number", [str(MAX), f"0-{MAX}", f"({MAX})"])
    add("parentheses around one number", ["(7)", "((7))", "( ( ( 7 ) ) )"])
    add("differences from the left", ["9-3-2", "9-3+2", "1-2-3-4-5", "9-(3-2)", "9-(3+2)-1"])
    add("products before sums", ["2+3*4", "2*3+4", "2*3+4*5", "20-2*3", "2-3*4-5*6+7"])
    add("products with parentheses", ["(2+3)*4", "2*(3+4)", "(1-2)*(3-4)*(5-6)", "(2)*(3)"])
    add("nothing times something negative", ["0*(1-2)", "(1-2)*0", "(3-3)*(1-8)", "0*(0-1)*(0-1)"])
    add("spaces everywhere", ["  1  ", " ( 1 + 2 ) * 3 ", "10   -   4", "12 *3"])
    add("numbers of many digits", ["9007199254740991-9007199254740990", "94906265*94906265", "4503599627370495*2+1-4503599627370496"])
    add("products of many factors", ["*".join(["2"] * 52), "*".join(["1"] * 90), "*".join(["(0-3)"] * 33)])
    for length, depth in ((4, 1), (10, 2), (25, 3), (60, 6)):
        add(f"random, {length} numbers, depth {depth}", random_lines(60, length, depth, 1000))
        add(f"random, {length} large numbers, depth {depth}", random_lines(40, length, depth, MAX // 4))
    add("lines of digits alone", [str(rng.randint(0, 9)) for _ in range(200)])
    add("max size, one sum of ones", ["1" + "+1" * (MAX_CHARACTERS // 2 - 1)])
    add("max size, one difference", ["9" + "-3" * (MAX_CHARACTERS // 2 - 1)])
    add("max size, one product", ["0" + "*9" * (MAX_CHARACTERS // 2 - 1)])
    deep = (MAX_CHARACTERS - 1) // 2
    add("max size, parentheses around one number", ["(" * deep + "8" + ")" * deep])
    deep = (MAX_CHARACTERS - 1) // 4
    add("max size, nested to the right", ["1-(" * deep + "5" + ")" * deep])
    add("max size, nested to the left", ["(" * deep + "5" + "-1)" * deep])
    add("max size, many parentheses", ["+".join(["(3-1)"] * (MAX_CHARACTERS // 6))])
    add("max size, spaces", [" " * (MAX_CHARACTERS - 3) + "4*5"])
    add("max size, random short lines", full(lambda: random_lines(1, 60, 3, 1000)[0]))
    add("max size, random long lines", full(lambda: random_lines(1, 900, 12, 100_000)[0]))
    return cases


def small(seed):
    rng = random.Random(seed)
    lines = []
    for _ in range(rng.randint(1, 4)):
        tokens, _ = expression(rng, rng.randint(1, 9), rng.randint(0, 3), rng.choice((9, 300)))
        lines.append(spaced(rng, tokens, rng.choice((0, 0.4))))
    return f"{len(lines)}\n" + "\n".join(lines) + "\n"
