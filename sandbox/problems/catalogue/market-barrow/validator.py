def validate(input):
    if type(input) is not dict or set(input) != {"weights", "prices", "counts", "strength"}:
        raise ValueError("expected exactly the parameters weights, prices, counts and strength")
    ranges = {"weights": (1, 2_000), "prices": (0, 1_000_000_000), "counts": (1, 1_000_000)}
    for name, (low, high) in ranges.items():
        values = input[name]
        if type(values) is not list or not 1 <= len(values) <= 20 or len(values) != len(input["weights"]):
            raise ValueError(f"{name} must be a list of 1 to 20 elements, as long as the others")
        for value in values:
            if type(value) is not int or not low <= value <= high:
                raise ValueError(f"{name}: {value!r} is not an integer from {low} to {high}")
    strength = input["strength"]
    if type(strength) is not int or not 1 <= strength <= 1_500:
        raise ValueError("strength must be an integer from 1 to 1,500")
