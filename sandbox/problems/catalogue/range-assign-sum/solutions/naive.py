def range_assign_sum(length, orders):
    levels = [0] * length
    answers = []
    for order in orders:
        if len(order) == 2:
            left, right = order
            answers.append(sum(levels[left - 1 : right]))
        else:
            left, right, level, slope = order
            for post in range(left - 1, right):
                levels[post] = level
                level += slope
    return answers
