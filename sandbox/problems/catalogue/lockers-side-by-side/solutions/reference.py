from bisect import bisect_left


def first_lockers(taken, groups):
    # The free stretches that are longer than all before them: a group goes to the first that is long enough.
    begins = []
    lengths = [0]
    begin = 1
    for locker in sorted(set(taken)):
        if locker - begin > lengths[-1]:
            begins.append(begin)
            lengths.append(locker - begin)
        begin = locker + 1
    begins.append(begin)
    return [begins[bisect_left(lengths, group) - 1] for group in groups]
