def shared_melody(north, south):
    n, s = len(north), len(south)
    # longest[i][j]: notes in the longest melody of north[i:] and south[j:]
    longest = [[0] * (s + 1) for _ in range(n + 1)]
    for i in range(n - 1, -1, -1):
        row, below, note = longest[i], longest[i + 1], north[i]
        for j in range(s - 1, -1, -1):
            if south[j] == note:
                row[j] = below[j + 1] + 1
            elif below[j] >= row[j + 1]:
                row[j] = below[j]
            else:
                row[j] = row[j + 1]

    notes = sorted(set(north) & set(south))
    melody = []
    i = j = 0
    for left in range(longest[0][0], 0, -1):
        # The earliest places of a note leave the most behind them.
        for note in notes:
            k, m = north.find(note, i), south.find(note, j)
            if k >= 0 and m >= 0 and longest[k][m] == left:
                melody.append(note)
                i, j = k + 1, m + 1
                break
    return "".join(melody)
