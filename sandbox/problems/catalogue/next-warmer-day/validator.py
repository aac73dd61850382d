def validate(input):
    if type(input) is not dict or set(input) != {"warmth"}:
        raise ValueError("expected exactly the parameter warmth")
    warmth = input["warmth"]
    if type(warmth) is not list or not 1 <= len(warmth) <= 40_000:
        raise ValueError("warmth must be a list of 1 to 40,000 numbers")
    for value in warmth:
        if type(value) is not int or not -1_000_000_000 <= value <= 1_000_000_000:
            raise ValueError("a number must be whole and between -1,000,000,000 and 1,000,000,000")
