"""Versions of songs: equal, reversed, without a common note, of few notes and many."""
import random
import string

MAX = 400


def generate(seed):
    rng = random.Random(seed)
    cases = []

    def add(name, north, south):
        cases.append({"name": name, "input": {"north": north, "south": south}})

    def song(length, notes):
        return "".join(rng.choice(notes) for _ in range(length))

    def sung(original, kept, added, notes):
        """The original after some centuries."""
        return "".join(
            (note if rng.random() < kept else "") + (rng.choice(notes) if rng.random() < added else "") for note in original
        )[:MAX]

    letters = string.ascii_lowercase
    add("one note, the same", "a", "a")
    add("one note each", "a", "b")
    add("one note against many", "q", "abcqdefq")
    add("no note in common", "aceg" * 3, "bdfh" * 3)
    add("equal", "doremi", "doremi")
    add("reversed", "abcdef", "fedcba")
    add("two orders of two notes", "ab", "ba")
    add("lowest note costs length", "bcda", "abcd")
    add("early match blocks the rest", "xabcde", "abcdex")
    add("all notes equal, different lengths", "a" * 30, "a" * 21)
    add("turned round by half", "abcdefgh", "efghabcd")
    add("several longest", "abcbdab", "bdcaba")
    add("many longest", "badcfehg", "abcdefgh")
    add("many longest, the other way", "abcdefgh", "badcfehg")
    # Small enough for a plan without memory to start on, large enough never to end.
    add("alphabet against another, thirty notes", song(30, letters[:13]), song(30, letters[13:]))
    for length, notes in ((8, "ab"), (20, "abc"), (60, "ab"), (60, letters), (150, "abcd")):
        add(f"random {length}, {len(notes)} notes", song(length, notes), song(length, notes))
    original = song(200, "abcdefg")
    add("centuries later", sung(original, 0.8, 0.4, "abcdefg"), sung(original, 0.8, 0.4, "abcdefg"))
    add("max size, all equal", "z" * MAX, "z" * MAX)
    add("max size, two notes in turns", "ab" * (MAX // 2), "ba" * (MAX // 2))
    add("max size, two notes, random", song(MAX, "ab"), song(MAX, "ab"))
    add("max size, all letters, random", song(MAX, letters), song(MAX, letters))
    original = song(350, letters)
    add("max size, centuries later", sung(original, 0.9, 0.4, letters).ljust(MAX, "z"), sung(original, 0.9, 0.4, letters).ljust(MAX, "y"))
    add("max size, alphabet up and down", (letters * 16)[:MAX], (letters[::-1] * 16)[:MAX])
    add("max size against one note", "ab" * (MAX // 2), "b")
    return cases


def small(seed):
    rng = random.Random(seed)
    notes = rng.choice(("ab", "abc", "abcdef"))
    north, south = ("".join(rng.choice(notes) for _ in range(rng.randint(1, 9))) for _ in range(2))
    return {"north": north, "south": south}
