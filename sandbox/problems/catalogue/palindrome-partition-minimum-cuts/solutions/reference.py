def cheapest_cuts(beads, prices):
    n = len(beads)
    # paid[i]: the least for beads[:i], with the cut behind it when there is one.
    paid = [0] + [1 << 60] * n
    cut = prices + [0]
    for middle in range(n):
        # All bracelets that begin before the middle are known: paid[middle] is final.
        for right in (middle, middle + 1):
            left = middle
            while left >= 0 and right < n and beads[left] == beads[right]:
                total = paid[left] + cut[right]
                if total < paid[right + 1]:
                    paid[right + 1] = total
                left -= 1
                right += 1
    return paid[n]
