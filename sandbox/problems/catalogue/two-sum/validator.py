def validate(input):
    if type(input) is not dict or set(input) != {"prices", "coins"}:
        raise ValueError("expected exactly the parameters prices and coins")
    prices, coins = input["prices"], input["coins"]
    if type(prices) is not list or not 1 <= len(prices) <= 30_000:
        raise ValueError("prices must be a list of 1 to 30,000 elements")
    for price in prices:
        if type(price) is not int or not 0 <= price <= 1_000_000_000:
            raise ValueError("a price is an integer from 0 to 1,000,000,000")
    if type(coins) is not int or not 0 <= coins <= 2_000_000_000:
        raise ValueError("coins is an integer from 0 to 2,000,000,000")
