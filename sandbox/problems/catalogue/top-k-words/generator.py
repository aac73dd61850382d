"""Nights: with few songs and many, rising, fading and flickering ones."""
import random

MAX_MESSAGES = 7_000
MAX_ASKED = 7_000
LETTERS = "abcdefghijklmnopqrstuvwxyz"


def title(rng, shortest=1, longest=10):
    length = rng.randrange(shortest, longest + 1)
    return "".join(rng.choice(LETTERS) for _ in range(length))


def titles(rng, count, shortest=3, longest=10):
    found = set()
    while len(found) < count:
        word = title(rng, shortest, longest)
        if word != "silence":
            found.add(word)
    found = sorted(found)
    rng.shuffle(found)
    return found


def text(messages):
    return "\n".join([str(len(messages)), *messages]) + "\n"


def night(rng, count, songs, asked, ask, back):
    """`count` messages: questions with chance `ask`, wishes taken back with chance `back`."""
    standing, messages = [], []
    while len(messages) < count:
        chance = rng.random()
        if asked and chance < ask:
            k = min(asked, rng.choice((1, 1, 2, 3, 5)))
            asked -= k
            messages.append(f"? {k}")
        elif standing and chance < ask + back:
            i = rng.randrange(len(standing))
            standing[i], standing[-1] = standing[-1], standing[i]
            messages.append(f"- {standing.pop()}")
        else:
            song = songs[int(len(songs) * rng.random() ** 2)]
            standing.append(song)
            messages.append(f"+ {song}")
    if not any(message[0] == "?" for message in messages):
        messages[-1] = "? 1"
    return messages


def generate(seed):
    rng = random.Random(seed)
    cases = []

    def add(name, messages):
        cases.append({"name": name, "input": text(messages)})

    add("one question", ["? 7000"])
    add("one wish", ["+ a", "? 1"])
    add("wish and silence", ["+ a", "- a", "? 3"])
    add("alphabet decides", ["+ b", "+ a", "+ ab", "+ aa", "? 4", "? 3"])
    add("back to an earlier number", ["+ a", "+ a", "- a", "+ a", "- a", "+ b", "? 2"])
    add("flicker", ["+ x"] + ["+ y", "- y"] * 20 + ["? 5", "+ y", "? 5"])
    add("two flicker", ["+ x", "+ y", "+ x", "- x", "+ y", "- y", "? 2", "? 2"] * 5)
    add("taken back in the order of wishing",
        [f"+ s{c}" for c in LETTERS] + [m for c in LETTERS for m in (f"- s{c}", "? 30")])
    add("prefixes", [f"+ {'a' * i}" for i in range(10, 0, -1)] + ["? 10"])
    for count in (20, 100, 1000):
        songs = titles(rng, max(3, count // 10))
        add(f"random {count}", night(rng, count, songs, count, 0.2, 0.3))
        add(f"few songs {count}", night(rng, count, ["la", "li", "lo"], count, 0.3, 0.3))
    n = MAX_MESSAGES
    many = titles(rng, 3500)
    some = titles(rng, 300)
    add("max size, many songs, many questions for one",
        [f"+ {song}" for song in many] + ["? 1"] * 3500)
    questions = []
    for song in many[:2300]:
        questions += ["? 3", f"+ {song}"]
    add("max size, many songs, questions among wishes",
        [f"+ {song}" for song in many[-2400:]] + questions)
    add("max size, one question for all", [f"+ {song}" for song in titles(rng, n - 1, 4)] + ["? 7000"])
    add("max size, random over many songs", night(rng, n, many, MAX_ASKED, 0.3, 0.2))
    add("max size, random over some songs", night(rng, n, some, MAX_ASKED, 0.3, 0.3))
    add("max size, all for one song", ["+ hit"] * (n - 2) + ["- hit", "? 1"])
    add("max size, flicker", (["+ hit", "- hit"] * n)[: n - 4] + ["+ b", "+ a", "? 6999", "? 1"])
    fading = [f"+ {song}" for song in many[:2100]] + [f"- {song}" for song in sorted(many[:2100])]
    add("max size, wishes fade, then questions", fading + ["? 2"] * 700 + ["+ back"] * 700 + ["? 1"] * 1400)
    return cases


def small(seed):
    rng = random.Random(seed)
    songs = titles(rng, rng.randrange(1, 5), 1, 2)
    return text(night(rng, rng.randrange(1, 25), songs, 25, 0.3, 0.3))
