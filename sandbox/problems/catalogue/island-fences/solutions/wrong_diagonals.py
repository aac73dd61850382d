def island_fences(chart):
    land = {(y, x) for y, line in enumerate(chart) for x, c in enumerate(line) if c == "#"}
    seen = set()
    best = (0, 0)
    for start in land:
        if start in seen:
            continue
        seen.add(start)
        stack, size, panels = [start], 0, 0
        while stack:
            y, x = stack.pop()
            size += 1
            panels += sum(s not in land for s in ((y + 1, x), (y - 1, x), (y, x + 1), (y, x - 1)))
            for dy in (-1, 0, 1):
                for dx in (-1, 0, 1):
                    side = (y + dy, x + dx)
                    if side in land and side not in seen:
                        seen.add(side)
                        stack.append(side)
        best = max(best, (size, panels))
    return best[1]
