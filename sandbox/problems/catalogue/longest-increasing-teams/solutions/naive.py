MODULUS = 1000000007


def longest_increasing_teams(heights, loads):
    climbers = sorted(zip(heights, loads))
    best = [1] * len(climbers)
    ways = [1] * len(climbers)
    for i, (height, load) in enumerate(climbers):
        for j in range(i):
            if climbers[j][0] < height and climbers[j][1] < load:
                if best[j] + 1 > best[i]:
                    best[i] = best[j] + 1
                    ways[i] = ways[j]
                elif best[j] + 1 == best[i]:
                    ways[i] += ways[j]
        ways[i] %= MODULUS
    longest = max(best)
    return [longest, sum(w for b, w in zip(best, ways) if b == longest) % MODULUS]
