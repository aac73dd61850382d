def mown_squares(program, rounds, molehills):
    blocked = {(x, y) for x, y in molehills}
    x = y = 0
    east, north = 0, 1
    mown = {(x, y)}
    for letter in program * rounds:
        if letter == "R":
            east, north = north, -east
        elif letter == "L" or (x + east, y + north) in blocked:
            east, north = -north, east
        else:
            x += east
            y += north
            mown.add((x, y))
    return len(mown)
