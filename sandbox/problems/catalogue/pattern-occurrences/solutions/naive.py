def pattern_occurrences(melody, motif):
    answers = [0] * len(motif)
    for place in range(len(melody)):
        key = melody[place] - motif[0]
        most = min(len(motif), len(melody) - place)
        length = 1
        while length < most and melody[place + length] - motif[length] == key:
            length += 1
        answers[length - 1] += 1
    for length in range(len(motif) - 2, -1, -1):
        answers[length] += answers[length + 1]
    return answers
