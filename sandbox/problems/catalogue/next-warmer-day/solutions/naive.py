def next_warmer_day(warmth):
    n = len(warmth)
    waits = []
    for day in range(n):
        wait = 1
        while wait < n and warmth[(day + wait) % n] <= warmth[day]:
            wait += 1
        waits.append(wait if wait < n else 0)
    return waits
