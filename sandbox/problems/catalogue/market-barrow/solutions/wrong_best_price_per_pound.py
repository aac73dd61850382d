def market_barrow(weights, prices, counts, strength):
    kinds = sorted(zip(weights, prices, counts), key=lambda kind: -kind[1] / kind[0])
    weight = pennies = 0
    for heavy, dear, count in kinds:
        pieces = min(count, (strength - weight) // heavy) if dear else 0
        weight += pieces * heavy
        pennies += pieces * dear
    return [pennies, weight]
