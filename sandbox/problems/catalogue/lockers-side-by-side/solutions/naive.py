def first_lockers(taken, groups):
    row = sorted(set(taken))
    answers = []
    for group in groups:
        begin = 1
        for locker in row:
            if locker - begin >= group:
                break
            begin = locker + 1
        answers.append(begin)
    return answers
