def driest_stretch(depths):
    count = len(depths)
    written = [min(depths[first : last + 1]) for first in range(count) for last in range(first, count)]
    return sum(written) % 1_000_000_007
