def cheapest_cuts(beads, prices):
    n = len(beads)
    paid = [0] + [1 << 60] * n
    cut = prices + [0]
    for middle in range(n):
        left = right = middle
        while left >= 0 and right < n and beads[left] == beads[right]:
            paid[right + 1] = min(paid[right + 1], paid[left] + cut[right])
            left -= 1
            right += 1
    return paid[n]
