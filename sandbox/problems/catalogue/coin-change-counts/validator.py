"""Input constraints of coin-change-counts."""


def integers(values, low, high, what):
    if not isinstance(values, list):
        raise ValueError(f"{what} is not a list")
    for index, value in enumerate(values):
        if type(value) is not int or not low <= value <= high:
            raise ValueError(f"{what}[{index}] is not an integer from {low} to {high}")


def validate(input):
    if not isinstance(input, dict) or set(input) != {"coins", "copies", "amount"}:
        raise ValueError("the parameters must be coins, copies and amount")
    coins, copies, amount = input["coins"], input["copies"], input["amount"]
    integers(coins, 1, 4000, "coins")
    integers(copies, 0, 1000000000, "copies")
    if not 1 <= len(coins) <= 30:
        raise ValueError("coins must have 1 to 30 values")
    if len(set(coins)) != len(coins):
        raise ValueError("the coins must be different")
    if len(copies) != len(coins):
        raise ValueError("copies must be as long as coins")
    if type(amount) is not int or not 0 <= amount <= 4000:
        raise ValueError("amount is not an integer from 0 to 4000")
