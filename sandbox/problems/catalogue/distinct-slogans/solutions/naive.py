def distinct_slogans(tape, shortest, longest):
    count = 0
    # same[j]: how far the tape agrees from the place of the last round on and from j on
    same = [0] * (len(tape) + 1)
    for start in range(len(tape) - 1, -1, -1):
        # Counts a slogan at its last place: the pieces from here on that come again later are left out.
        for later in range(start + 1, len(tape)):
            same[later] = same[later + 1] + 1 if tape[start] == tape[later] else 0
        again = max(same[start + 1 :], default=0)
        count += max(0, min(len(tape) - start, longest) - max(again, shortest - 1))
    return count
