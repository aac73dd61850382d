def hall_for_hire(requests, cleaning, most):
    accepted = []
    for start, end, fee in sorted(requests, key=lambda request: -request[2]):
        fits = all(end + cleaning <= other[0] or other[1] + cleaning <= start for other in accepted)
        if fits and fee > 0 and len(accepted) < most:
            accepted.append((start, end, fee))
    return [sum(fee for _, _, fee in accepted), len(accepted)]
