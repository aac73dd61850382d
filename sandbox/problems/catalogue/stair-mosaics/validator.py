"""Input constraints of stair-mosaics."""


def integer(value, low, high, what):
    if type(value) is not int:
        raise ValueError(f"{what} is not an integer")
    if not low <= value <= high:
        raise ValueError(f"{what} is {value}, outside {low}..{high}")


def validate(input):
    if not isinstance(input, dict) or set(input) != {"steps", "colours"}:
        raise ValueError("the parameters must be steps and colours")
    integer(input["steps"], 1, 20000, "steps")
    colours = input["colours"]
    if not isinstance(colours, list) or not 1 <= len(colours) <= 6:
        raise ValueError("colours must be a list of 1 to 6 integers")
    for index, count in enumerate(colours):
        integer(count, 0, 1000, f"colours[{index}]")
