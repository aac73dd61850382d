def validate(input):
    if type(input) is not dict or set(input) != {"weights", "base"}:
        raise ValueError("expected exactly the parameters weights and base")
    weights, base = input["weights"], input["base"]
    if type(weights) is not list or not 1 <= len(weights) <= 2_000:
        raise ValueError("weights must be a list of 1 to 2,000 elements")
    for weight in weights:
        if type(weight) is not int or not 0 <= weight <= 9_007_199_254_740_991:
            raise ValueError("a weight is an integer from 0 to 9,007,199,254,740,991")
    if type(base) is not int or not 2 <= base <= 1_000:
        raise ValueError("base is an integer from 2 to 1,000")
