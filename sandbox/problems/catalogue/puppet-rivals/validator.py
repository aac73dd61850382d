def validate(input):
    if type(input) is not dict or set(input) != {"fees", "rivals"}:
        raise ValueError("expected exactly the parameters fees and rivals")
    fees, rivals = input["fees"], input["rivals"]
    if type(fees) is not list or not 1 <= len(fees) <= 11:
        raise ValueError("there are 1 to 11 players")
    for row in fees:
        if type(row) is not list or len(row) != len(fees):
            raise ValueError("a player's fees are not as many as the scenes")
        if any(type(fee) is not int or not 0 <= fee <= 1_000_000 for fee in row):
            raise ValueError("a fee is an integer from 0 to 1,000,000")
    if type(rivals) is not list or len(rivals) > 55:
        raise ValueError("rivals must be a list of at most 55 pairs")
    for pair in rivals:
        if type(pair) is not list or len(pair) != 2 or any(type(player) is not int for player in pair):
            raise ValueError("rivals are a pair of integers")
        if pair[0] == pair[1] or not all(0 <= player < len(fees) for player in pair):
            raise ValueError("rivals are two different players of the theatre")
    if len({frozenset(pair) for pair in rivals}) != len(rivals):
        raise ValueError("two pairs of rivals have the same players")
