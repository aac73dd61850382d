def luck_and_trouble(weights, base):
    return [[luck(weight, base), trouble(weight, base)] for weight in weights]


def digits(number, base):
    return [number] if number < base else digits(number // base, base) + [number % base]


def luck(weight, base):
    # The sum of the digits leaves the same remainder by base - 1 as the number, and only 0 has the sum 0.
    return 0 if weight == 0 else (weight - 1) % (base - 1) + 1


def trouble(weight, base):
    return 0 if len(digits(weight, base)) == 1 else 1 + trouble(sum(digits(weight, base)), base)
