"""Input constraints of stone-game-grundy."""


def integers(values, most, low, high, what):
    if not isinstance(values, list) or not 1 <= len(values) <= most:
        raise ValueError(f"{what} must be a list of 1 to {most} integers")
    for index, value in enumerate(values):
        if type(value) is not int or not low <= value <= high:
            raise ValueError(f"{what}[{index}] is not an integer from {low} to {high}")


def validate(input):
    if not isinstance(input, dict) or set(input) != {"piles", "moves"}:
        raise ValueError("the parameters must be piles and moves")
    integers(input["piles"], 4000, 0, 10**15, "piles")
    integers(input["moves"], 20, 1, 20, "moves")
    if len(set(input["moves"])) != len(input["moves"]):
        raise ValueError("the moves must be different")
