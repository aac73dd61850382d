def mirror_words(signs):
    answers = []
    for sign in signs:
        text = [c for c in sign.lower() if c.isalnum()]
        answers.append(sum(a != b for a, b in zip(text, reversed(text))))
    return answers
