def count_candles(found_from, orders):
    def above(chamber):
        """The chamber and all that one passes on the way from it to the entrance."""
        return [chamber] + (above(found_from[chamber]) if chamber else [])

    candles = [0] * len(found_from)
    answers = []
    for kind, a, b in orders:
        if kind == 0:
            for chamber in range(len(candles)):
                if a in above(chamber):
                    candles[chamber] += b
        else:
            both = set(above(a)) & set(above(b))
            way = set(above(a)) ^ set(above(b)) | {max(both, key=lambda chamber: len(above(chamber)))}
            answers.append(sum(candles[chamber] for chamber in way))
    return answers
