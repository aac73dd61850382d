MODULUS = 1000000007


def stair_mosaics(steps, colours):
    known = {0: 1}

    def ways(covered):
        if covered not in known:
            total = 0
            for height, count in enumerate(colours, 1):
                if height <= covered:
                    total += count * ways(covered - height)
            known[covered] = total % MODULUS
        return known[covered]

    return ways(steps)
