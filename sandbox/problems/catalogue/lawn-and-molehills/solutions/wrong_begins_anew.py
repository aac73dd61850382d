def mown_squares(program, rounds, molehills):
    blocked = {(x, y) for x, y in molehills}
    mown = {(0, 0)}
    for _ in range(rounds):
        x = y = 0
        east, north = 0, 1
        for letter in program:
            if letter == "L":
                east, north = -north, east
            elif letter == "R" or (x + east, y + north) in blocked:
                east, north = north, -east
            else:
                x += east
                y += north
                mown.add((x, y))
    return len(mown)
