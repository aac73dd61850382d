def validate(input):
    if type(input) is not dict or set(input) != {"program", "rounds", "molehills"}:
        raise ValueError("expected exactly the parameters program, rounds and molehills")
    program, rounds, molehills = input["program"], input["rounds"], input["molehills"]
    if type(program) is not str or not 1 <= len(program) <= 1_000 or set(program) - set("FLR"):
        raise ValueError("program must have 1 to 1,000 letters F, L and R")
    if type(rounds) is not int or not 1 <= rounds * len(program) <= 30_000:
        raise ValueError("rounds is at least 1, and the robot reads at most 30,000 letters")
    if type(molehills) is not list or len(molehills) > 8_000:
        raise ValueError("molehills must be a list of at most 8,000 squares")
    for square in molehills:
        if type(square) is not list or len(square) != 2 or any(type(place) is not int for place in square):
            raise ValueError("a square is a pair of integers")
        if not all(-100_000 <= place <= 100_000 for place in square):
            raise ValueError("coordinates are from -100,000 to 100,000")
        if square == [0, 0]:
            raise ValueError("there is no molehill on the first square")
    if len({tuple(square) for square in molehills}) != len(molehills):
        raise ValueError("two molehills are on the same square")
