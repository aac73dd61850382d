def mirror_words(signs):
    answers = []
    for sign in signs:
        text = [c for c in sign if c.isalnum()]
        answers.append(sum(text[i] != text[-1 - i] for i in range(len(text) // 2)))
    return answers
