def carousel_positions(horses, events):
    count = len(horses)
    first_post = {horse: post for post, horse in enumerate(horses)}
    turned = 0
    answers = []
    for kind, number in events:
        if kind == 0:
            turned = (turned + number) % count
        elif number in first_post:
            answers.append((first_post[number] + turned) % count)
        else:
            answers.append(-1)
    return answers
