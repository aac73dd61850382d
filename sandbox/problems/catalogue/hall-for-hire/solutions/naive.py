def hall_for_hire(requests, cleaning, most):
    by_end = sorted(requests, key=lambda request: request[1])
    best, fewest = 0, 0
    # last[i]: the largest sum with exactly so many parties, the last of them request i
    last = [fee for _, _, fee in by_end]
    for parties in range(1, most + 1):
        if parties > 1:
            following = []
            for i, (start, _, fee) in enumerate(by_end):
                earlier = -1
                for j in range(i):
                    if by_end[j][1] + cleaning <= start and last[j] > earlier:
                        earlier = last[j]
                following.append(earlier + fee if earlier >= 0 else -1)
            last = following
        if max(last, default=-1) > best:
            best, fewest = max(last), parties
    return [best, fewest]
