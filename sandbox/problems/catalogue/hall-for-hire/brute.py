from itertools import combinations


def hall_for_hire(requests, cleaning, most):
    best = (0, 0)
    for parties in range(min(most, len(requests)) + 1):
        for chosen in combinations(sorted(requests), parties):
            if all(one[1] + cleaning <= other[0] for one, other in zip(chosen, chosen[1:])):
                best = max(best, (sum(fee for _, _, fee in chosen), -parties))
    return [best[0], -best[1]]
