def distinct_slogans(tape, shortest, longest):
    return len({
        tape[start : start + length]
        for length in range(shortest, longest + 1)
        for start in range(len(tape) - length + 1)
    })
