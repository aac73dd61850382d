from bisect import bisect_left


def first_lockers(taken, groups):
    row = sorted(set(taken)) or [0]
    begins = []
    lengths = []
    for locker, after in zip(row, row[1:]):
        if after - locker - 1 > max(lengths[-1:], default=0):
            begins.append(locker + 1)
            lengths.append(after - locker - 1)
    begins.append(row[-1] + 1)
    return [begins[bisect_left(lengths, group)] for group in groups]
