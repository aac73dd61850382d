def integer(value, low, high, what):
    if type(value) is not int or not low <= value <= high:
        raise ValueError(f"{what} must be an integer from {low} to {high}")


def validate(input):
    if type(input) is not dict or set(input) != {"corners", "paths", "evenings"}:
        raise ValueError("expected exactly the parameters corners, paths and evenings")
    corners, paths = input["corners"], input["paths"]
    integer(corners, 1, 1_000, "corners")
    integer(input["evenings"], 1, 10, "evenings")
    if type(paths) is not list or len(paths) > 3_000:
        raise ValueError("paths must be a list of at most 3,000 elements")
    for path in paths:
        if type(path) is not list or len(path) != 3:
            raise ValueError("a path is a list of three numbers")
        integer(path[0], 0, corners - 1, "a corner")
        integer(path[1], 0, corners - 1, "a corner")
        integer(path[2], 1, 1_000_000, "a length")
