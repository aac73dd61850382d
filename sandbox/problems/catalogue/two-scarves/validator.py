import re

NOTES = re.compile("(?:[1-9][0-9]{0,9}[a-z])*")


def validate(input):
    if type(input) is not dict or set(input) != {"left", "right"}:
        raise ValueError("expected exactly the parameters left and right")
    for name, scarf in input.items():
        if type(scarf) is not str or len(scarf) > 30_000:
            raise ValueError(f"{name} must be a string of at most 30,000 characters")
        if not NOTES.fullmatch(scarf):
            raise ValueError(f"{name} is not a row of notes")
        if any(int(number) > 1_000_000_000 for number in re.findall("[0-9]+", scarf)):
            raise ValueError(f"{name} has a number over 1,000,000,000")
