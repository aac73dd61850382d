def integer(value, low, high, what):
    if type(value) is not int or not low <= value <= high:
        raise ValueError(f"{what} must be an integer from {low} to {high}")


def validate(input):
    if type(input) is not dict or set(input) != {"horses", "events"}:
        raise ValueError("expected exactly the parameters horses and events")
    horses, events = input["horses"], input["events"]
    if type(horses) is not list or not 1 <= len(horses) <= 10_000:
        raise ValueError("horses must be a list of 1 to 10,000 elements")
    for horse in horses:
        integer(horse, 0, 1_000_000_000, "a horse")
    if len(set(horses)) != len(horses):
        raise ValueError("no two horses have the same number")
    if type(events) is not list or not 1 <= len(events) <= 10_000:
        raise ValueError("events must be a list of 1 to 10,000 elements")
    for event in events:
        if type(event) is not list or len(event) != 2:
            raise ValueError("an event is a list of two numbers")
        integer(event[0], 0, 1, "the kind of an event")
        if event[0] == 0:
            integer(event[1], -(10**15), 10**15, "a jerk")
        else:
            integer(event[1], 0, 1_000_000_000, "the number that a child calls")
