def island_counts(rows, columns, emerged):
    land = set()
    answers = []
    for row, column in emerged:
        land.add((row, column))
        left = set(land)
        islands = 0
        while left:
            islands += 1
            ashore = [left.pop()]
            while ashore:
                r, c = ashore.pop()
                for beside in ((r - 1, c), (r + 1, c), (r, (c + 1) % columns), (r, (c - 1) % columns)):
                    if beside in left:
                        left.remove(beside)
                        ashore.append(beside)
        answers.append(islands)
    return answers
