def whole(value, low, high):
    return type(value) is int and low <= value <= high


def validate(input):
    if type(input) is not dict or set(input) != {"street", "wanted", "puddles"}:
        raise ValueError("expected exactly the parameters street, wanted and puddles")
    street, wanted = input["street"], input["wanted"]
    if type(street) is not list or not 1 <= len(street) <= 40_000:
        raise ValueError("street must be a list of 1 to 40,000 places")
    if not all(whole(place, 0, 1_000_000_000) for place in street):
        raise ValueError("a place must be a whole number between 0 and 1,000,000,000")
    if type(wanted) is not list or not 1 <= len(wanted) <= 1_000:
        raise ValueError("wanted must be a list of 1 to 1,000 entries")
    kinds = set()
    for entry in wanted:
        if type(entry) is not list or len(entry) != 2:
            raise ValueError("an entry of wanted must be a pair")
        if not whole(entry[0], 1, 1_000_000_000) or not whole(entry[1], 1, 40_000):
            raise ValueError("an entry of wanted is out of range")
        if entry[0] in kinds:
            raise ValueError("a kind is wanted twice")
        kinds.add(entry[0])
    if not whole(input["puddles"], 0, 40_000):
        raise ValueError("puddles must be between 0 and 40,000")
