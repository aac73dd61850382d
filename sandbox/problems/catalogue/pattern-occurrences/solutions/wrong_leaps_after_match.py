def pattern_occurrences(melody, motif):
    steps = [after - before for before, after in zip(motif, motif[1:])]
    heard = [after - before for before, after in zip(melody, melody[1:])]
    answers = [0] * len(motif)
    answers[0] = len(melody)
    place = 0
    while place < len(heard):
        length = 0
        while (
            length < len(steps)
            and place + length < len(heard)
            and heard[place + length] == steps[length]
        ):
            length += 1
            answers[length] += 1
        place += max(length, 1)
    return answers
