from bisect import bisect_right


def hall_for_hire(requests, cleaning, most):
    by_end = sorted(requests, key=lambda request: request[1])
    free_again = [end + cleaning for _, end, _ in by_end]
    # before[i]: how many of the first requests are over and cleaned up when request i starts
    before = [bisect_right(free_again, start) for start, _, _ in by_end]
    fees = [fee for _, _, fee in by_end]

    # best[i]: the largest sum of the first i requests, with as many parties as there have been rounds
    best = [0] * (len(fees) + 1)
    fewest = 0
    for parties in range(1, most + 1):
        following = [0]
        sum_so_far = 0
        for fee, earlier in zip(fees, before):
            with_this = best[earlier] + fee
            if with_this > sum_so_far:
                sum_so_far = with_this
            following.append(sum_so_far)
        if following[-1] > best[-1]:
            fewest = parties
        elif following == best:
            break
        best = following
    return [best[-1], fewest]
