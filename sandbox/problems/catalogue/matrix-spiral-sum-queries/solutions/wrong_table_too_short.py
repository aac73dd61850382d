def snail_meals(bed, walks):
    height, width = len(bed), len(bed[0])
    table = [[0] * (width + 1) for _ in range(height)]
    for r in range(height):
        for c in range(width):
            table[r + 1][c + 1] = bed[r][c] + table[r][c + 1] + table[r + 1][c] - table[r][c]
    meals = []
    for top, left, bottom, right, plants in walks:
        upper, lower = table[top], table[bottom + 1]
        meals.append(lower[right + 1] - upper[right + 1] - lower[left] + upper[left])
    return meals
