def pattern_occurrences(melody, motif):
    steps = [after - before for before, after in zip(motif, motif[1:])]
    border = [-1]
    b = -1
    for step in steps:
        while b >= 0 and steps[b] != step:
            b = border[b]
        b += 1
        border.append(b)

    answers = [0] * len(motif)
    answers[0] = len(melody)
    k = 0
    for before, after in zip(melody, melody[1:]):
        while k >= 0 and (k == len(steps) or steps[k] != after - before):
            k = border[k]
        k += 1
        if k:
            answers[k] += 1
    return answers
