def next_warmer_day(warmth):
    n = len(warmth)
    waits = [0] * n
    waiting = []
    for shift in (0, n):
        for day, value in enumerate(warmth):
            while waiting and warmth[waiting[-1]] < value:
                earlier = waiting.pop()
                waits[earlier] = day + shift - earlier
            if shift == 0:
                waiting.append(day)
    return waits
