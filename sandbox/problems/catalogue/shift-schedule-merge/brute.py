"""Marks every minute, then bridges the short breaks, then reads off the stretches."""

import sys


def main():
    numbers = list(map(int, sys.stdin.read().split()))
    gap, times = numbers[1], numbers[2:]
    shifts = list(zip(times[::2], times[1::2]))
    top = max(times)
    kept = [any(start <= minute < end for start, end in shifts) for minute in range(top)]
    opening = kept.index(True)
    for first in range(opening, top):
        for last in range(first, min(top, first + gap)):
            # The empty minutes first..last are a whole break between two shifts.
            if first > 0 and last + 1 < top and kept[first - 1] and kept[last + 1]:
                if not any(kept[first : last + 1]):
                    kept[first : last + 1] = [True] * (last + 1 - first)
    stretches = []
    for minute in range(top):
        if kept[minute]:
            if minute and kept[minute - 1]:
                stretches[-1][1] = minute + 1
            else:
                stretches.append([minute, minute + 1])
    print(len(stretches))
    for start, end in stretches:
        print(start, end)


main()
