def validate(input):
    if type(input) is not dict or set(input) != {"chart"}:
        raise ValueError("expected exactly the parameter chart")
    chart = input["chart"]
    if type(chart) is not list or not 1 <= len(chart) <= 180:
        raise ValueError("chart must be a list of 1 to 180 lines")
    for line in chart:
        if type(line) is not str or set(line) - set("#."):
            raise ValueError("a line must be a string of # and . only")
        if not 1 <= len(line) <= 180:
            raise ValueError("a line must have 1 to 180 characters")
        if len(line) != len(chart[0]):
            raise ValueError("the lines differ in length")
