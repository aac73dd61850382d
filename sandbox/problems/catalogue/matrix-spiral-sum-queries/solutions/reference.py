def snail_meals(bed, walks):
    # table[r][c]: all leaves in the first r rows and c columns.
    table = [[0] * (len(bed[0]) + 1)]
    for row in bed:
        above, line, leaves = table[-1], [0], 0
        for column, plant in enumerate(row, 1):
            leaves += plant
            line.append(above[column] + leaves)
        table.append(line)

    def part(top, left, bottom, right):
        upper, lower = table[top], table[bottom + 1]
        return lower[right + 1] - upper[right + 1] - lower[left] + upper[left]

    def meal(top, left, bottom, right, plants):
        leaves = part(top, left, bottom, right)
        height, width = bottom - top + 1, right - left + 1

        def within(rings):
            inner_height, inner_width = height - 2 * rings, width - 2 * rings
            if inner_height <= 0 or inner_width <= 0:
                return height * width
            return height * width - inner_height * inner_width

        # The rings that are eaten whole: the most of which all plants are eaten.
        low, high = 0, (min(height, width) + 1) // 2
        while low < high:
            rings = (low + high + 1) // 2
            if within(rings) <= plants:
                low = rings
            else:
                high = rings - 1
        rest = plants - within(low)
        top, left, bottom, right = top + low, left + low, bottom - low, right - low
        height, width = height - 2 * low, width - 2 * low
        if height <= 0 or width <= 0:
            return leaves
        leaves -= part(top, left, bottom, right)
        if rest == 0:
            return leaves
        if rest <= width:
            return leaves + part(top, left, top, left + rest - 1)
        leaves += part(top, left, top, right)
        rest -= width
        if rest < height:
            return leaves + part(top + 1, right, top + rest, right)
        leaves += part(top + 1, right, bottom, right)
        rest -= height - 1
        if rest < width:
            return leaves + part(bottom, right - rest, bottom, right - 1)
        leaves += part(bottom, left, bottom, right - 1)
        rest -= width - 1
        return leaves + part(bottom - rest, left, bottom - 1, left)

    return [meal(*walk) for walk in walks]
