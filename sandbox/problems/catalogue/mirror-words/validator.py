def validate(input):
    if type(input) is not dict or set(input) != {"signs"}:
        raise ValueError("expected exactly the parameter signs")
    signs = input["signs"]
    if type(signs) is not list:
        raise ValueError("signs must be a list")
    if not 1 <= len(signs) <= 2_000:
        raise ValueError("signs must have 1 to 2,000 signs")
    total = 0
    for sign in signs:
        if type(sign) is not str:
            raise ValueError("a sign must be a string")
        total += len(sign)
        if any(not " " <= letter <= "~" for letter in sign):
            raise ValueError("a sign has a character that is not printable ASCII")
    if total > 60_000:
        raise ValueError("the signs have more than 60,000 characters together")
