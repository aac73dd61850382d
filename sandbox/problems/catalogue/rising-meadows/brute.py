def island_counts(rows, columns, emerged):
    answers = []
    islands = []
    for row, column in emerged:
        beside = {(row - 1, column), (row + 1, column), (row, (column + 1) % columns), (row, (column - 1) % columns)}
        touched = [island for island in islands if island & beside or (row, column) in island]
        islands = [island for island in islands if island not in touched]
        islands.append({(row, column)}.union(*touched))
        answers.append(len(islands))
    return answers
