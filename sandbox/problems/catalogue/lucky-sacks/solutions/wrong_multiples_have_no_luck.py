def luck_and_trouble(weights, base):
    answers = []
    for weight in weights:
        trouble = 0
        left = weight
        while left >= base:
            total = 0
            while left:
                total += left % base
                left //= base
            left = total
            trouble += 1
        answers.append([weight % (base - 1) if base > 2 else min(weight, 1), trouble])
    return answers
