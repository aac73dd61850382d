def validate(input):
    if type(input) is not dict or set(input) != {"beads", "prices"}:
        raise ValueError("expected exactly the parameters beads and prices")
    beads, prices = input["beads"], input["prices"]
    if type(beads) is not str or not 1 <= len(beads) <= 600:
        raise ValueError("beads must be a string of 1 to 600 letters")
    if any(not "a" <= bead <= "z" for bead in beads):
        raise ValueError("a bead is a lower-case letter")
    if type(prices) is not list or len(prices) != len(beads) - 1:
        raise ValueError("prices must have one element less than beads")
    if any(type(price) is not int or not 0 <= price <= 1_000_000 for price in prices):
        raise ValueError("a price is an integer from 0 to 1,000,000")
