"""For every post of a survey, looks back for the latest grade that touched it."""


def range_assign_sum(length, orders):
    answers = []
    for day, survey in enumerate(orders):
        if len(survey) == 4:
            continue
        total = 0
        for post in range(survey[0], survey[1] + 1):
            for earlier in reversed(orders[:day]):
                if len(earlier) == 4 and earlier[0] <= post <= earlier[1]:
                    total += earlier[2] + (post - earlier[0]) * earlier[3]
                    break
        answers.append(total)
    return answers
