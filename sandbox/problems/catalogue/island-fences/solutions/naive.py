def island_fences(chart):
    height, width = len(chart), len(chart[0])

    def explore(y, x):
        seen = {(y, x)}
        stack = [(y, x)]
        panels = 0
        while stack:
            y, x = stack.pop()
            for ny, nx in ((y - 1, x), (y, x - 1), (y, x + 1), (y + 1, x)):
                if not (0 <= ny < height and 0 <= nx < width) or chart[ny][nx] == ".":
                    panels += 1
                elif (ny, nx) not in seen:
                    seen.add((ny, nx))
                    stack.append((ny, nx))
        return len(seen), panels

    best = (0, 0)
    for y in range(height):
        for x in range(width):
            if chart[y][x] == "#":
                best = max(best, explore(y, x))
    return best[1]
