def pairs(value, name, most):
    if type(value) is not list or len(value) > most:
        raise ValueError(f"{name} must be a list of at most {most} pairs")
    for pair in value:
        if type(pair) is not list or len(pair) != 2 or any(type(x) is not int for x in pair):
            raise ValueError(f"{name}: not a pair of whole numbers")
    return value


def validate(input):
    if type(input) is not dict or set(input) != {"islands", "bridges", "events"}:
        raise ValueError("expected exactly the parameters islands, bridges and events")
    islands = input["islands"]
    if type(islands) is not int or not 1 <= islands <= 8_000:
        raise ValueError("islands must be between 1 and 8,000")
    bridges = pairs(input["bridges"], "bridges", 12_000)
    for a, b in bridges:
        if not (0 <= a < islands and 0 <= b < islands):
            raise ValueError("a bridge leads to an island that is not there")
        if a == b:
            raise ValueError("a bridge leads from an island to itself")
    events = pairs(input["events"], "events", 12_000)
    if not events:
        raise ValueError("events must not be empty")
    for kind, which in events:
        if kind not in (0, 1):
            raise ValueError("an event is neither a fall nor a letter")
        if not 0 <= which < (islands if kind else len(bridges)):
            raise ValueError("an event mentions what is not there")
