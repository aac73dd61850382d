def snail_meals(bed, walks):
    meals = []
    for top, left, bottom, right, plants in walks:
        row, column, down, across = top, left, 0, 1
        leaves = 0
        for _ in range(plants):
            leaves += bed[row][column]
            if across == 1 and column == right:
                top += 1
                down, across = 1, 0
            elif down == 1 and row == bottom:
                right -= 1
                down, across = 0, -1
            elif across == -1 and column == left:
                bottom -= 1
                down, across = -1, 0
            elif down == -1 and row == top:
                left += 1
                down, across = 0, 1
            row += down
            column += across
        meals.append(leaves)
    return meals
