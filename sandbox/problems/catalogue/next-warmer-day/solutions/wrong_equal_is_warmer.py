def next_warmer_day(warmth):
    n = len(warmth)
    waits = [0] * n
    waiting = []
    for i in range(2 * n):
        while waiting and warmth[waiting[-1]] <= warmth[i % n]:
            earlier = waiting.pop()
            waits[earlier] = i - earlier
        if i < n:
            waiting.append(i)
    return waits
