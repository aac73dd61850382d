import re


def validate(input):
    if type(input) is not dict or set(input) != {"north", "south"}:
        raise ValueError("expected exactly the parameters north and south")
    for name, version in input.items():
        if type(version) is not str or not re.fullmatch("[a-z]{1,400}", version):
            raise ValueError(f"{name} must be a string of 1 to 400 letters from a to z")
