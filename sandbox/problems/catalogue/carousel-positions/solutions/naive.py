def carousel_positions(horses, events):
    count = len(horses)
    posts = list(horses)
    answers = []
    for kind, number in events:
        if kind == 0:
            turned = [0] * count
            for post in range(count):
                turned[(post + number) % count] = posts[post]
            posts = turned
        else:
            answer = -1
            for post in range(count):
                if posts[post] == number:
                    answer = post
            answers.append(answer)
    return answers
