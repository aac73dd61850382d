def snail_meals(bed, walks):
    meals = []
    for top, left, bottom, right, plants in walks:
        # Straight on while there is a plant that was not visited, else a turn to the right.
        part = {(r, c) for r in range(top, bottom + 1) for c in range(left, right + 1)}
        row, column, down, across = top, left, 0, 1
        leaves = 0
        for _ in range(plants):
            leaves += bed[row][column]
            part.remove((row, column))
            if (row + down, column + across) not in part:
                down, across = across, -down
            row, column = row + down, column + across
        meals.append(leaves)
    return meals
