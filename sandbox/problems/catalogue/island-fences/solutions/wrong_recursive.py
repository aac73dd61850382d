def island_fences(chart):
    height, width = len(chart), len(chart[0])
    seen = [[False] * width for _ in range(height)]

    def explore(y, x):
        seen[y][x] = True
        size, panels = 1, 0
        for ny, nx in ((y - 1, x), (y, x - 1), (y, x + 1), (y + 1, x)):
            if not (0 <= ny < height and 0 <= nx < width) or chart[ny][nx] == ".":
                panels += 1
            elif not seen[ny][nx]:
                more = explore(ny, nx)
                size, panels = size + more[0], panels + more[1]
        return size, panels

    best = (0, 0)
    for y in range(height):
        for x in range(width):
            if chart[y][x] == "#" and not seen[y][x]:
                best = max(best, explore(y, x))
    return best[1]
