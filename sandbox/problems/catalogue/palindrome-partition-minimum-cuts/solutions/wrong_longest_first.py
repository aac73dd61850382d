def cheapest_cuts(beads, prices):
    start = total = 0
    while start < len(beads):
        end = len(beads)
        while beads[start:end] != beads[start:end][::-1]:
            end -= 1
        if end < len(beads):
            total += prices[end - 1]
        start = end
    return total
