def validate(input):
    if type(input) is not dict or set(input) != {"heights", "gap"}:
        raise ValueError("expected exactly the parameters heights and gap")
    heights, gap = input["heights"], input["gap"]
    if type(heights) is not list or not 1 <= len(heights) <= 20_000:
        raise ValueError("heights must be a list of 1 to 20,000 elements")
    for height in heights:
        if type(height) is not int or not 1 <= height <= 1_000_000_000:
            raise ValueError("a height is an integer from 1 to 1,000,000,000")
    if type(gap) is not int or not 0 <= gap <= 1_000_000_000:
        raise ValueError("gap is an integer from 0 to 1,000,000,000")
