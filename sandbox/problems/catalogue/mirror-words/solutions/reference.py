def mirror_words(signs):
    answers = []
    for sign in signs:
        sign = sign.lower()
        left, right, repaint = 0, len(sign) - 1, 0
        while left < right:
            if not sign[left].isalnum():
                left += 1
            elif not sign[right].isalnum():
                right -= 1
            else:
                if sign[left] != sign[right]:
                    repaint += 1
                left += 1
                right -= 1
        answers.append(repaint)
    return answers
