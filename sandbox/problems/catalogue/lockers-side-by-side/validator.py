def validate(input):
    if type(input) is not dict or set(input) != {"taken", "groups"}:
        raise ValueError("expected exactly the parameters taken and groups")
    for name, least in (("taken", 0), ("groups", 1)):
        numbers = input[name]
        if type(numbers) is not list or not least <= len(numbers) <= 10_000:
            raise ValueError(f"{name} must be a list of {least} to 10,000 elements")
        for number in numbers:
            if type(number) is not int or not 1 <= number <= 1_000_000_000:
                raise ValueError(f"{name}: a number is an integer from 1 to 1,000,000,000")
