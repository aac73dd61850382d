def carousel_positions(horses, events):
    posts = list(horses)
    answers = []
    for kind, number in events:
        if kind == 1:
            answers.append(posts.index(number) if number in posts else -1)
            continue
        # Whole turns change nothing; the rest is done one place at a time.
        for _ in range(number % len(posts)):
            posts.insert(0, posts.pop())
    return answers
