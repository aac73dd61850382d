def next_warmer_day(warmth):
    waits = [0] * len(warmth)
    waiting = []
    for day, value in enumerate(warmth):
        while waiting and warmth[waiting[-1]] < value:
            earlier = waiting.pop()
            waits[earlier] = day - earlier
        waiting.append(day)
    return waits
