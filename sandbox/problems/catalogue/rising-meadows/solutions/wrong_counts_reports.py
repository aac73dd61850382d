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
        first = row * columns
        square = first + column
        islands += 1
        if square not in above:
            above[square] = square
            # Squares beyond the top and the bottom are never land.
            for beside in (
                square - columns,
                square + columns,
                first + (column + 1) % columns,
                first + (column - 1) % columns,
            ):
                if beside in above:
                    other = root(beside)
                    if other != square:
                        # The new square becomes the root of everything that it joins.
                        above[other] = square
                        islands -= 1
        answers.append(islands)
    return answers
