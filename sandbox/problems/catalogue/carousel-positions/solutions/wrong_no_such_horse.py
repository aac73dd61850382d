def carousel_positions(horses, events):
    count = len(horses)
    turned = 0
    first_post = {horse: post for post, horse in enumerate(horses)}
    answers = []
    for kind, number in events:
        if kind == 0:
            turned += number
        else:
            answers.append((first_post[number] + turned) % count)
    return answers
