import string

READ = string.ascii_lowercase + string.digits


def mirror_words(signs):
    answers = []
    for sign in signs:
        text = [c for c in sign.lower() if c in READ]
        back = text[::-1]
        differ = [i for i in range(len(text)) if text[i] != back[i]]
        assert len(differ) % 2 == 0
        answers.append(len(differ) // 2)
    return answers
