import sys
from bisect import bisect_left


def main():
    words = sys.stdin.read().split()
    kinds = words[1::2]
    numbers = list(map(int, words[2::2]))
    weights = sorted({number for kind, number in zip(kinds, numbers) if kind == "in"})
    size = len(weights)
    top = 1 << size.bit_length() >> 1
    # Fenwick trees over the weights that ever come in: the wheels there are, and what they weigh.
    wheels = [0] * (size + 1)
    heft = [0] * (size + 1)
    present = 0

    def put(weight, count):
        place = bisect_left(weights, weight) + 1
        while place <= size:
            wheels[place] += count
            heft[place] += count * weight
            place += place & -place

    lines = []
    for kind, number in zip(kinds, numbers):
        if kind == "in":
            put(number, 1)
            present += 1
        elif kind == "out":
            put(number, -1)
            present -= 1
        elif kind == "below":
            place = bisect_left(weights, number)
            count = 0
            while place:
                count += wheels[place]
                place &= place - 1
            lines.append(count)
        elif number > present:
            lines.append(-1)
        else:
            # Walks down to the longest prefix with fewer than k wheels; the k-th has the weight after it.
            place = load = 0
            left = number
            step = top
            while step:
                further = place + step
                if further <= size and wheels[further] < left:
                    place = further
                    left -= wheels[further]
                    load += heft[further]
                step >>= 1
            lines.append(weights[place] if kind == "nth" else load + left * weights[place])
    print("\n".join(map(str, lines)))


main()
