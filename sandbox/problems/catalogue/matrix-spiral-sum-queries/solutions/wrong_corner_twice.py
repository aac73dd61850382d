def snail_meals(bed, walks):
    rows = []
    for row in bed:
        sums = [0]
        for plant in row:
            sums.append(sums[-1] + plant)
        rows.append(sums)
    columns = []
    for column in zip(*bed):
        sums = [0]
        for plant in column:
            sums.append(sums[-1] + plant)
        columns.append(sums)
    meals = []
    for top, left, bottom, right, plants in walks:
        leaves = 0
        while plants > 0 and top <= bottom and left <= right:
            n = min(plants, right - left + 1)
            leaves += rows[top][left + n] - rows[top][left]
            plants -= n
            n = min(plants, bottom - top + 1)
            leaves += columns[right][top + n] - columns[right][top]
            plants -= n
            n = min(plants, right - left)
            leaves += rows[bottom][right] - rows[bottom][right - n]
            plants -= n
            n = min(plants, max(0, bottom - top - 1))
            leaves += columns[left][bottom] - columns[left][bottom - n]
            plants -= n
            top, left, bottom, right = top + 1, left + 1, bottom - 1, right - 1
        meals.append(leaves)
    return meals
