def validate(input):
    if type(input) is not dict or set(input) != {"found_from", "orders"}:
        raise ValueError("expected exactly the parameters found_from and orders")
    found_from, orders = input["found_from"], input["orders"]
    if type(found_from) is not list or not 1 <= len(found_from) <= 3_000:
        raise ValueError("found_from must be a list of 1 to 3,000 elements")
    for chamber, before in enumerate(found_from):
        if type(before) is not int:
            raise ValueError("found_from has something else than integers")
        if not (before == -1 if chamber == 0 else 0 <= before < chamber):
            raise ValueError("a chamber is found from one with a smaller number, chamber 0 from -1")
    if type(orders) is not list or not 1 <= len(orders) <= 3_000:
        raise ValueError("orders must be a list of 1 to 3,000 elements")
    for order in orders:
        if type(order) is not list or len(order) != 3 or any(type(number) is not int for number in order):
            raise ValueError("an order is three integers")
        kind, chamber, other = order
        if kind not in (0, 1) or not 0 <= chamber < len(found_from):
            raise ValueError("an order begins with 0 or 1 and a chamber")
        if not (1 <= other <= 1_000_000 if kind == 0 else 0 <= other < len(found_from)):
            raise ValueError("x is from 1 to 1,000,000, and the end of a way is a chamber")
