def island_counts(rows, columns, emerged):
    above = {}

    def root(square):
        while above[square] != square:
            above[square] = above[above[square]]
            square = above[square]
        return square

    islands = 0
    answers = []
    for row, column in emerged:
        square = row * columns + column
        if square not in above:
            above[square] = square
            islands += 1
            neighbours = [square - columns, square + columns]
            if column > 0:
                neighbours.append(square - 1)
            if column + 1 < columns:
                neighbours.append(square + 1)
            for beside in neighbours:
                if beside in above:
                    other = root(beside)
                    if other != square:
                        # The new square becomes the root of everything that it joins.
                        above[other] = square
                        islands -= 1
        answers.append(islands)
    return answers
