# Squares as one number: no walk gets so far that two of them are the same.
ROW = 1_000_000


def mown_squares(program, rounds, molehills):
    blocked = {x + y * ROW for x, y in molehills}
    # The steps to the north, east, south and west.
    steps = (ROW, 1, -ROW, -1)
    square = looks = 0
    mown = {square}
    for letter in program * rounds:
        if letter == "L":
            looks = (looks + 3) % 4
        elif letter == "R" or square + steps[looks] in blocked:
            looks = (looks + 1) % 4
        else:
            square += steps[looks]
            mown.add(square)
    return len(mown)
