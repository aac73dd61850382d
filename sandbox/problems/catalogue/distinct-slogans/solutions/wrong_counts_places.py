def distinct_slogans(tape, shortest, longest):
    return sum(len(tape) - length + 1 for length in range(shortest, min(longest, len(tape)) + 1))
