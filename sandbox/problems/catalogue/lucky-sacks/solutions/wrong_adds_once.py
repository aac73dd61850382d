def luck_and_trouble(weights, base):
    answers = []
    for weight in weights:
        trouble = 0
        while trouble == 0 or weight >= base:
            total = 0
            while weight:
                total += weight % base
                weight //= base
            weight = total
            trouble += 1
        answers.append([weight, trouble])
    return answers
