def validate(input):
    if type(input) is not dict or set(input) != {"depths"}:
        raise ValueError("expected exactly the parameter depths")
    depths = input["depths"]
    if type(depths) is not list or not 1 <= len(depths) <= 20_000:
        raise ValueError("depths must be a list of 1 to 20,000 elements")
    for depth in depths:
        if type(depth) is not int or not 0 <= depth <= 1_000_000_000:
            raise ValueError("a depth is an integer from 0 to 1,000,000,000")
