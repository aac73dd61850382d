"""Secret cases and small random cases for odd-one-out."""

import random

MAX_COUNT = 10000
BITS = 30
TOP = (1 << BITS) - 1


def damage(rng, sent, index, bit):
    received = list(sent)
    received[index] ^= 1 << bit
    rng.shuffle(received)
    return {"sent": sent, "received": received}


def generate(seed):
    rng = random.Random(seed)

    def case(name, sent, index=None, bit=None):
        index = rng.randrange(len(sent)) if index is None else index
        bit = rng.randrange(BITS) if bit is None else bit
        return {"name": name, "input": damage(rng, sent, index, bit)}

    def values(count, top=TOP):
        return [rng.randint(0, top) for _ in range(count)]

    ordered = sorted(values(3000))
    twins = values(2000) * 2
    rng.shuffle(twins)
    ladder = [1 << bit for bit in range(BITS)]
    in_order = {"sent": ordered, "received": ordered[:1500] + [ordered[1500] ^ 1] + ordered[1501:]}
    return [
        case("one reading, bit switched on", [0], bit=0),
        case("one reading, bit switched off", [1], bit=0),
        case("one reading, highest bit off", [TOP], bit=BITS - 1),
        case("two equal readings", [6, 6], bit=1),
        case("becomes equal to a neighbour", [8, 9, 8, 9], index=0, bit=0),
        case("all zero", [0] * 50),
        case("all ones", [TOP] * 50),
        case("powers of two, one becomes zero", ladder, index=11, bit=11),
        case("powers of two, lowest grows", ladder, index=0, bit=29),
        case("zero to seven, odd side", list(range(8)), index=5, bit=1),
        case("sorted, small", sorted(values(100, 1000)), bit=3),
        case("reversed", sorted(values(1000), reverse=True)),
        {"name": "arrives in order", "input": in_order},
        case("every reading twice", twins, bit=17),
        case("many equal, few values", values(5000, 3), bit=1),
        case("dense, flipped value still occurs on both sides", list(range(4096)) * 2, index=77, bit=4),
        case("random, half the size", values(5000), bit=12),
        case("maximum, all equal", [TOP] * MAX_COUNT, bit=0),
        case("maximum, small values", values(MAX_COUNT, 255), bit=7),
        case("maximum, random, bit 29", values(MAX_COUNT), bit=29),
        case("maximum, random, bit 0", values(MAX_COUNT), bit=0),
        case("maximum, neighbours of a power of two", [(1 << 20) + i % 5 for i in range(MAX_COUNT)], bit=20),
    ]


def small(seed):
    rng = random.Random(seed)
    bits = rng.choice([1, 2, 3, BITS])
    sent = [rng.randint(0, (1 << bits) - 1) for _ in range(rng.randint(1, 8))]
    return damage(rng, sent, rng.randrange(len(sent)), rng.randrange(bits))
