BILLION = 1_000_000_000


def integer(value, low, high, what):
    if type(value) is not int or not low <= value <= high:
        raise ValueError(f"{what} must be an integer from {low} to {high}")


def validate(input):
    if type(input) is not dict or set(input) != {"requests", "cleaning", "most"}:
        raise ValueError("expected exactly the parameters requests, cleaning and most")
    requests = input["requests"]
    if type(requests) is not list or len(requests) > 2_000:
        raise ValueError("requests must be a list of at most 2,000 elements")
    for request in requests:
        if type(request) is not list or len(request) != 3:
            raise ValueError("a request is a list of three numbers")
        start, end, fee = request
        integer(start, 0, BILLION, "a start")
        integer(end, start + 1, BILLION, "an end")
        integer(fee, 0, BILLION, "a fee")
    integer(input["cleaning"], 0, BILLION, "cleaning")
    integer(input["most"], 0, 80, "most")
