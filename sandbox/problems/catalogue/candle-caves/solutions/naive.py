def count_candles(found_from, orders):
    candles = [0] * len(found_from)
    answers = []
    for kind, a, b in orders:
        if kind == 0:
            # A chamber has a larger number than the one that it was found from.
            within = [False] * len(candles)
            for chamber in range(a, len(candles)):
                if chamber == a or within[found_from[chamber]]:
                    within[chamber] = True
                    candles[chamber] += b
        else:
            total = 0
            while a != b:
                if a > b:
                    total += candles[a]
                    a = found_from[a]
                else:
                    total += candles[b]
                    b = found_from[b]
            answers.append(total + candles[a])
    return answers
