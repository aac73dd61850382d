"""Input constraints of ship-capacity."""

MAX_CRATES = 12000
MAX_WEIGHT = 1000000


def validate(input):
    if not isinstance(input, dict) or set(input) != {"weights", "fragile", "trips"}:
        raise ValueError("the parameters must be weights, fragile and trips")
    weights, fragile, trips = input["weights"], input["fragile"], input["trips"]
    if not isinstance(weights, list) or not 1 <= len(weights) <= MAX_CRATES:
        raise ValueError(f"weights must be a list of 1 to {MAX_CRATES} integers")
    for index, weight in enumerate(weights):
        if type(weight) is not int or not 1 <= weight <= MAX_WEIGHT:
            raise ValueError(f"weights[{index}] is not an integer from 1 to {MAX_WEIGHT}")
    if not isinstance(fragile, list) or len(fragile) != len(weights):
        raise ValueError("fragile must be a list as long as weights")
    for index, flag in enumerate(fragile):
        if type(flag) is not bool:
            raise ValueError(f"fragile[{index}] is not a boolean")
    if type(trips) is not int or not 1 <= trips <= MAX_CRATES:
        raise ValueError(f"trips is not an integer from 1 to {MAX_CRATES}")
