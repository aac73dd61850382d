"""Input constraints of range-assign-sum."""


def validate(input):
    if not isinstance(input, dict) or set(input) != {"length", "orders"}:
        raise ValueError("the parameters must be length and orders")
    length, orders = input["length"], input["orders"]
    if type(length) is not int or not 1 <= length <= 200000:
        raise ValueError("length is not an integer from 1 to 200000")
    if not isinstance(orders, list) or not 1 <= len(orders) <= 2000:
        raise ValueError("orders must be a list of 1 to 2000 orders")
    for index, order in enumerate(orders):
        if not isinstance(order, list) or len(order) not in (2, 4):
            raise ValueError(f"orders[{index}] has neither two nor four integers")
        if any(type(value) is not int for value in order):
            raise ValueError(f"orders[{index}] has something else than integers")
        if not 1 <= order[0] <= order[1] <= length:
            raise ValueError(f"orders[{index}]: not a range of posts")
        if len(order) == 4:
            if not -1000000 <= order[2] <= 1000000:
                raise ValueError(f"orders[{index}]: the level is out of bounds")
            if not -1000 <= order[3] <= 1000:
                raise ValueError(f"orders[{index}]: the slope is out of bounds")
