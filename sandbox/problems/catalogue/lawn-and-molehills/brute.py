def mown_squares(program, rounds, molehills):
    right = {"north": "east", "east": "south", "south": "west", "west": "north"}
    forward = {"north": (0, 1), "east": (1, 0), "south": (0, -1), "west": (-1, 0)}
    stood = [[0, 0]]
    looks = "north"
    for letter in program * rounds:
        if letter == "L":
            looks = right[right[right[looks]]]
        if letter == "R":
            looks = right[looks]
        if letter == "F":
            ahead = [stood[-1][0] + forward[looks][0], stood[-1][1] + forward[looks][1]]
            if ahead in molehills:
                looks = right[looks]
            else:
                stood.append(ahead)
    return len([place for place, square in enumerate(stood) if square not in stood[:place]])
