def validate(input):
    if type(input) is not dict or set(input) != {"rows", "columns", "emerged"}:
        raise ValueError("expected exactly the parameters rows, columns and emerged")
    rows, columns, emerged = input["rows"], input["columns"], input["emerged"]
    for name in ("rows", "columns"):
        if type(input[name]) is not int or not 1 <= input[name] <= 1_000:
            raise ValueError(f"{name} is an integer from 1 to 1,000")
    if type(emerged) is not list or not 1 <= len(emerged) <= 6_000:
        raise ValueError("emerged must be a list of 1 to 6,000 squares")
    for square in emerged:
        if type(square) is not list or len(square) != 2 or any(type(place) is not int for place in square):
            raise ValueError("a square is a pair of integers")
        if not (0 <= square[0] < rows and 0 <= square[1] < columns):
            raise ValueError("a square is not on the map")
