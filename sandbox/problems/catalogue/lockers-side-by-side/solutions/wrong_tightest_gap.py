from bisect import bisect_left


def first_lockers(taken, groups):
    stretches = []
    begin = 1
    for locker in sorted(set(taken)):
        stretches.append((locker - begin, begin))
        begin = locker + 1
    stretches.sort()
    stretches.append((2_000_000_000, begin))
    return [stretches[bisect_left(stretches, (group, 0))][1] for group in groups]
