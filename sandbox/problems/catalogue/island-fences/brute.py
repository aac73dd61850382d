def island_fences(chart):
    land = {(y, x) for y, line in enumerate(chart) for x, c in enumerate(line) if c == "#"}
    island = {field: i for i, field in enumerate(sorted(land))}
    changed = True
    while changed:
        changed = False
        for y, x in land:
            for side in ((y + 1, x), (y - 1, x), (y, x + 1), (y, x - 1)):
                if side in land and island[side] < island[y, x]:
                    island[y, x] = island[side]
                    changed = True
    best = (0, 0)
    for label in set(island.values()):
        fields = [field for field in land if island[field] == label]
        panels = 0
        for y, x in fields:
            panels += sum(side not in land for side in ((y + 1, x), (y - 1, x), (y, x + 1), (y, x - 1)))
        best = max(best, (len(fields), panels))
    return best[1]
