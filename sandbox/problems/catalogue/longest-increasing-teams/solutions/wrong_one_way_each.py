from bisect import bisect_left


def longest_increasing_teams(heights, loads):
    climbers = sorted(zip(heights, loads), key=lambda climber: (climber[0], -climber[1]))
    tails = []
    ends = []
    for _, load in climbers:
        size = bisect_left(tails, load)
        if size == len(tails):
            tails.append(load)
            ends.append(0)
        else:
            tails[size] = load
        ends[size] += 1
    return [len(tails), ends[-1] % 1000000007]
