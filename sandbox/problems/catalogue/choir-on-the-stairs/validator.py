def validate(input):
    if type(input) is not dict or set(input) != {"heights"}:
        raise ValueError("expected exactly the parameter heights")
    heights = input["heights"]
    if type(heights) is not list or not 1 <= len(heights) <= 10_000:
        raise ValueError("heights must be a list of 1 to 10,000 elements")
    for height in heights:
        if type(height) is not int or not 1 <= height <= 1_000_000_000:
            raise ValueError("a height is an integer from 1 to 1,000,000,000")
    if len(set(heights)) != len(heights):
        raise ValueError("no two singers are equally tall")
