def driest_stretch(depths):
    driest = []
    ending_here = 0
    total = 0
    for depth in depths:
        stretches = 1
        while driest and driest[-1][0] >= depth:
            deeper, taken_over = driest.pop()
            ending_here -= deeper * taken_over
            stretches += taken_over
        driest.append((depth, stretches))
        ending_here += depth * stretches
        total += ending_here
    return total
