COINS = {"5", "10", "20", "50", "100", "200"}


def is_price(word):
    return word.isascii() and word.isdigit() and word[0] != "0" and len(word) <= 5


def validate(input):
    if type(input) is not str or not input.endswith("\n"):
        raise ValueError("expected a text whose last line ends with a newline")
    first, *commands = input[:-1].split("\n")
    if not is_price(first) or not 1 <= int(first) <= 10_000 or len(commands) != int(first):
        raise ValueError("line 1 must be the number of commands, from 1 to 10,000")
    answers = 0
    for number, command in enumerate(commands, start=2):
        word, space, rest = command.partition(" ")
        if word == "coin":
            fine = rest in COINS
        elif word == "buy":
            fine = is_price(rest) and int(rest) % 5 == 0 and 5 <= int(rest) <= 10_000
            answers += 1
        else:
            fine = command == "cancel"
            answers += 1
        if not fine:
            raise ValueError(f"line {number}: not a command of the machine")
    if answers == 0:
        raise ValueError("at least one command must be a buy or a cancel")
