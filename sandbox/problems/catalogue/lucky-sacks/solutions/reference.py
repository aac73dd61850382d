def luck_and_trouble(weights, base):
    answers = []
    for weight in weights:
        trouble = 0
        while weight >= base:
            total = 0
            while weight:
                weight, digit = divmod(weight, base)
                total += digit
            weight = total
            trouble += 1
        answers.append([weight, trouble])
    return answers
