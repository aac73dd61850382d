def validate(input):
    if type(input) is not dict or set(input) != {"days"}:
        raise ValueError("expected exactly the parameter days")
    days = input["days"]
    if type(days) is not list:
        raise ValueError("days must be a list")
    if not 1 <= len(days) <= 40_000:
        raise ValueError("days must have 1 to 40,000 numbers")
    for day in days:
        if type(day) is not int:
            raise ValueError("a day must be a whole number")
        if not -1_000_000_000 <= day <= 1_000_000_000:
            raise ValueError("a day is out of range")
