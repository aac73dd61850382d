def driest_stretch(depths):
    total = 0
    for first in range(len(depths)):
        driest = depths[first]
        for last in range(first, len(depths)):
            if depths[last] < driest:
                driest = depths[last]
            total += driest
    return total % 1_000_000_007
