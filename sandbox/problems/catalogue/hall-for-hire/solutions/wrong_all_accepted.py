from bisect import bisect_right


def hall_for_hire(requests, cleaning, most):
    by_end = sorted(requests, key=lambda request: request[1])
    free_again = [end + cleaning for _, end, _ in by_end]
    best = [(0, 0)]
    for start, _, fee in by_end:
        earnings, parties = best[bisect_right(free_again, start)]
        best.append(max(best[-1], (earnings + fee, parties - 1)))
    return [best[-1][0], -best[-1][1]]
