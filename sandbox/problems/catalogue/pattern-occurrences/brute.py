"""Tries every beginning of the motif at every place: all notes must be moved by the same amount."""


def pattern_occurrences(melody, motif):
    answers = []
    for length in range(1, len(motif) + 1):
        count = 0
        for place in range(len(melody) - length + 1):
            moved_by = {melody[place + i] - motif[i] for i in range(length)}
            if len(moved_by) == 1:
                count += 1
        answers.append(count)
    return answers
