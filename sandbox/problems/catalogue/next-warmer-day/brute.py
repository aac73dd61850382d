def next_warmer_day(warmth):
    n = len(warmth)
    for_ever = warmth * 3
    waits = []
    for day in range(n):
        warmer = [later - day for later in range(day, 3 * n) if for_ever[later] > warmth[day]]
        waits.append(min(warmer, default=0))
    return waits
