"""Secret cases and small random cases for pattern-occurrences."""

import random

MAX_MELODY = 30000
MAX_MOTIF = 15000
TOP = 127


def case(name, melody, motif):
    return {"name": name, "input": {"melody": melody, "motif": motif}}


def repeat(notes, length):
    return (notes * (length // len(notes) + 1))[:length]


def fibonacci_word(length, first, second):
    shorter, longer = [second], [first]
    while len(longer) < length:
        shorter, longer = longer, longer + shorter
    return longer[:length]


def thue_morse(length, first, second):
    return [second if i.bit_count() % 2 else first for i in range(length)]


def generate(seed):
    rng = random.Random(seed)

    def notes(length, low=0, high=TOP):
        return [rng.randint(low, high) for _ in range(length)]

    def raised(tune, by):
        return [note + by for note in tune]

    theme = notes(12, 40, 60)
    variations = []
    for _ in range(150):
        variations += raised(theme[: rng.randint(3, 12)], rng.randint(-30, 30))
    long_theme = notes(700, 30, 90)
    quoted = []
    for _ in range(20):
        quoted += notes(100) + raised(long_theme[: rng.randint(1, 700)], rng.randint(-20, 20))
    spoiled = [70] * 3000
    spoiled[1500] = 71
    late = [64] * (MAX_MOTIF - 1) + [65]
    saw = repeat([10, 20, 30], 25000)
    return [
        case("one note, one note", [0], [127]),
        case("one note, long motif", [5], [5, 6, 7]),
        case("long melody, one note", notes(500), [64]),
        case("two equal notes", [3, 3, 3, 4, 4], [9, 9]),
        case("motif only once, lowest to highest", [0, 127, 0], [0, 127]),
        case("steps up and down", repeat([1, 2, 3, 2], 60), [7, 8, 9, 8, 7, 8]),
        case("motif equals melody", theme, theme),
        case("motif is longer by one", theme, theme + [1]),
        case("rising scale", list(range(128)), list(range(100, 128))),
        case("falling scale", list(range(127, -1, -1)), list(range(30, 0, -1))),
        case("variations of a theme", variations, theme),
        case("quotations of a long theme", quoted, long_theme),
        case("two notes at random", notes(5000, 0, 1), notes(3000, 0, 1)),
        case("one wrong note in the middle", spoiled, [1] * 2000),
        case("wrong note at the end of the motif", [64] * 5000, [64] * 2499 + [65]),
        case("fibonacci word", fibonacci_word(20000, 60, 62), fibonacci_word(12000, 50, 52)),
        case("thue-morse word", thue_morse(20000, 60, 61), thue_morse(12000, 7, 8)),
        case("random, half the size", notes(20000, 0, 2), notes(10000, 0, 2)),
        case("maximum, one note for ever", [0] * MAX_MELODY, [127] * MAX_MOTIF),
        case("maximum, wrong note at the very end", [64] * MAX_MELODY, late),
        case("maximum, period three", saw + saw[: MAX_MELODY - len(saw)], raised(saw[:MAX_MOTIF], 3)),
        case("maximum, fibonacci word", fibonacci_word(MAX_MELODY, 1, 3), fibonacci_word(MAX_MOTIF, 2, 4)),
        case("maximum, random", notes(MAX_MELODY), notes(MAX_MOTIF)),
    ]


def small(seed):
    rng = random.Random(seed)
    high = rng.choice([0, 1, 2, 3])
    melody = [rng.randint(0, high) for _ in range(rng.randint(1, 16))]
    motif = [5 + rng.randint(0, high) for _ in range(rng.randint(1, 8))]
    return {"melody": melody, "motif": motif}
