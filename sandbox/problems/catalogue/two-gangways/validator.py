def validate(input):
    if type(input) is not dict or set(input) != {"left", "right"}:
        raise ValueError("expected exactly the parameters left and right")
    for name, queue in input.items():
        if type(queue) is not list or len(queue) > 20_000:
            raise ValueError(f"{name} must be a list of at most 20,000 elements")
        for number in queue:
            if type(number) is not int or not 0 <= number <= 1_000_000_000:
                raise ValueError(f"{name}: a number is an integer from 0 to 1,000,000,000")
        if any(a > b for a, b in zip(queue, queue[1:])):
            raise ValueError(f"{name} must be in rising order")
