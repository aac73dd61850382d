"""Input constraints of longest-increasing-teams."""


def validate(input):
    if not isinstance(input, dict) or set(input) != {"heights", "loads"}:
        raise ValueError("the parameters must be heights and loads")
    for name in ("heights", "loads"):
        values = input[name]
        if not isinstance(values, list) or not 1 <= len(values) <= 5000:
            raise ValueError(f"{name} must be a list of 1 to 5000 integers")
        for index, value in enumerate(values):
            if type(value) is not int or not 1 <= value <= 1000000:
                raise ValueError(f"{name}[{index}] is not an integer from 1 to 1000000")
    if len(input["heights"]) != len(input["loads"]):
        raise ValueError("heights and loads must be equally long")
