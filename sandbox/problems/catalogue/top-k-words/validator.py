def validate(input):
    if type(input) is not str or not input.endswith("\n"):
        raise ValueError("expected text that ends with a newline")
    lines = input[:-1].split("\n")
    if not number(lines[0]) or not 1 <= int(lines[0]) <= 7_000 or len(lines) != int(lines[0]) + 1:
        raise ValueError("the first line must be the number of messages, 1 to 7,000")
    standing = {}
    asked = questions = 0
    for line in lines[1:]:
        kind, _, rest = line.partition(" ")
        if kind == "?":
            if not number(rest) or not 1 <= int(rest) <= 7_000:
                raise ValueError("k must be from 1 to 7,000")
            asked += int(rest)
            questions += 1
            continue
        if kind not in ("+", "-"):
            raise ValueError("a message begins with +, - or ?")
        if not 1 <= len(rest) <= 10 or any(not "a" <= c <= "z" for c in rest) or rest == "silence":
            raise ValueError("a title has 1 to 10 lower-case letters and is not silence")
        standing[rest] = standing.get(rest, 0) + (1 if kind == "+" else -1)
        if standing[rest] < 0:
            raise ValueError("a wish is taken back that does not stand")
    if not questions or asked > 7_000:
        raise ValueError("expected a question, and at most 7,000 songs asked for in all")


def number(word):
    return word.isascii() and word.isdigit() and len(word) <= 5 and (word == "0" or word[0] != "0")
