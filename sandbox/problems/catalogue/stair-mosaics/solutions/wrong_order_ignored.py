MODULUS = 1000000007


def stair_mosaics(steps, colours):
    ways = [1] + [0] * steps
    for height, count in enumerate(colours, 1):
        for covered in range(height, steps + 1):
            ways[covered] = (ways[covered] + count * ways[covered - height]) % MODULUS
    return ways[steps]
