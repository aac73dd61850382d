def first_lockers(taken, groups):
    answers = []
    for group in groups:
        # The nearest place is at the entrance or just behind a locker that is taken.
        places = [1] + [locker + 1 for locker in taken]
        answers.append(min(s for s in places if not any(s <= locker < s + group for locker in taken)))
    return answers
