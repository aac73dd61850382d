MODULUS = 1000000007


def stair_mosaics(steps, colours):
    panels = [(height, count) for height, count in enumerate(colours, 1) if count]
    ways = [1]
    for covered in range(1, steps + 1):
        total = 0
        for height, count in panels:
            if height > covered:
                break
            total += count * ways[covered - height]
        ways.append(total % MODULUS)
    return ways[steps]
