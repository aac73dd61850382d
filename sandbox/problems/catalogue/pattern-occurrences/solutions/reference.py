def pattern_occurrences(melody, motif):
    # In steps between neighbours, a tune is the same in every key.
    text = [after - before for before, after in zip(motif, motif[1:])]
    size = len(text)
    text.append(1000)
    text.extend(after - before for before, after in zip(melody, melody[1:]))
    text.append(2000)

    # Z-function: reach[i] is how far text agrees with its own beginning from place i on.
    reach = [0] * len(text)
    starting = [0] * (size + 1)
    left = right = 0
    for i in range(1, len(text)):
        length = 0
        if i < right:
            length = reach[i - left]
            if length > right - i:
                length = right - i
        if i + length >= right:
            while text[length] == text[i + length]:
                length += 1
            left, right = i, i + length
        reach[i] = length
        if i > size:
            starting[length] += 1

    # The step behind the last note of the melody is the end mark: it counts as length zero.
    answers = [0] * (size + 1)
    total = 0
    for length in range(size, -1, -1):
        total += starting[length]
        answers[length] = total
    return answers
