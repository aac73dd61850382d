def mown_squares(program, rounds, molehills):
    x = y = 0
    east, north = 0, 1
    mown = {(x, y)}
    for letter in program * rounds:
        if letter == "L":
            east, north = -north, east
        elif letter == "R" or [x + east, y + north] in molehills:
            east, north = north, -east
        else:
            x += east
            y += north
            mown.add((x, y))
    return len(mown)
