import re


def two_scarves(left, right):
    def unrolled(scarf):
        return "".join(int(number) * colour for number, colour in re.findall("([0-9]+)([a-z])", scarf))

    one, other = unrolled(left), unrolled(right)
    if one == other:
        return -1
    for position in range(min(len(one), len(other))):
        if one[position] != other[position]:
            return position
    return min(len(one), len(other))
