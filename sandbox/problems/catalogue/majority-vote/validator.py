LETTERS = set("abcdefghijklmnopqrstuvwxyz")


def validate(input):
    if type(input) is not dict or set(input) != {"ballots"}:
        raise ValueError("expected exactly the parameter ballots")
    ballots = input["ballots"]
    if type(ballots) is not list:
        raise ValueError("ballots must be a list")
    if not 1 <= len(ballots) <= 50_000:
        raise ValueError("ballots must have 1 to 50,000 slips")
    for slip in ballots:
        if type(slip) is not str:
            raise ValueError("a slip must be a string")
        if len(slip) > 12:
            raise ValueError("a name is longer than 12 letters")
        if not LETTERS.issuperset(slip):
            raise ValueError("a name has a character that is not a lower-case letter")
