def nearest(numbers):
    return min(b - a for a, b in zip(numbers, numbers[1:]))
