"""Tries every set of joints between the steps and multiplies the colours of the panels."""


def stair_mosaics(steps, colours):
    total = 0
    for joints in range(1 << (steps - 1)):
        product = 1
        height = 1
        for step in range(steps):
            if step == steps - 1 or joints >> step & 1:
                product *= colours[height - 1] if height <= len(colours) else 0
                height = 1
            else:
                height += 1
        total += product
    return total % 1000000007
