def validate(input):
    if type(input) is not dict or set(input) != {"prices", "boats"}:
        raise ValueError("expected exactly the parameters prices and boats")
    prices, boats = input["prices"], input["boats"]
    if type(prices) is not list or not 1 <= len(prices) <= 4_000:
        raise ValueError("prices must be a list of 1 to 4,000 elements")
    for price in prices:
        if type(price) is not int or not 0 <= price <= 1_000_000:
            raise ValueError("a price is an integer from 0 to 1,000,000")
    if type(boats) is not list or not 1 <= len(boats) <= 6_000:
        raise ValueError("boats must be a list of 1 to 6,000 elements")
    before = -1
    for boat in boats:
        if type(boat) is not list or len(boat) != 2 or any(type(hour) is not int for hour in boat):
            raise ValueError("a boat is a pair of integers")
        arrival, departure = boat
        if not 0 <= arrival < departure <= 1_000_000:
            raise ValueError("a boat departs after it arrives, at the latest in hour 1,000,000")
        if arrival <= before:
            raise ValueError("boats must be in the order of arrival, all in different hours")
        before = arrival
