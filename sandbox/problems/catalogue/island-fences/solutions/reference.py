def island_fences(chart):
    width = len(chart[0]) + 2
    sea = "." * width
    land = [c == "#" for c in sea + "".join("." + line + "." for line in chart) + sea]
    seen = [False] * len(land)
    best_size, best_panels = 0, 0
    for start, is_land in enumerate(land):
        if not is_land or seen[start]:
            continue
        seen[start] = True
        island = [start]
        panels = 0
        for field in island:
            for side in (field - width, field - 1, field + 1, field + width):
                if not land[side]:
                    panels += 1
                elif not seen[side]:
                    seen[side] = True
                    island.append(side)
        if (len(island), panels) > (best_size, best_panels):
            best_size, best_panels = len(island), panels
    return best_panels
