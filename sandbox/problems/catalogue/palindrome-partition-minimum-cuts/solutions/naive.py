def mirrored(beads, left, right):
    while left < right:
        if beads[left] != beads[right]:
            return False
        left += 1
        right -= 1
    return True


def cheapest_cuts(beads, prices):
    n = len(beads)
    cut = prices + [0]
    paid = [0]
    for end in range(n):
        paid.append(min(paid[s] + cut[end] for s in range(end + 1) if mirrored(beads, s, end)))
    return paid[n]
