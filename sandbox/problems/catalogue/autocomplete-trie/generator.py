"""Secret cases and small random cases for autocomplete-trie."""

import random

MAX_WORDS = 4000
MAX_LENGTH = 40
MAX_LETTERS = 40000
MAX_SCORE = 1000000000
MAX_KEYS = 5000
ALPHABET = "abcdefghijklmnopqrstuvwxyz"


def case(name, words, scores, keys):
    return {"name": name, "input": {"words": words, "scores": scores, "keys": keys}}


def distinct(rng, count, low, high, letters=ALPHABET):
    words = set()
    while len(words) < count:
        words.add("".join(rng.choices(letters, k=rng.randint(low, high))))
    words = sorted(words)
    rng.shuffle(words)
    return words


def typing(rng, words, count, stray=0.1, letters=ALPHABET):
    """Types words letter by letter, with slips, and takes them back again."""
    keys = []
    while len(keys) < count:
        word = rng.choice(words)
        typed = 0
        for letter in word[: rng.randint(1, len(word))]:
            keys.append(rng.choice(letters) if rng.random() < stray else letter)
            typed += 1
            if rng.random() < stray:
                keys.append("<")
                typed -= 1
        keys.extend("<" * max(0, typed + rng.choice([-1, 0, 0, 0, 0, 1])))
        if rng.random() < 0.2:
            keys.extend("<" * MAX_LENGTH)
    return "".join(keys[:count])


def generate(seed):
    rng = random.Random(seed)

    def scores(words, high=MAX_SCORE):
        return [rng.randint(0, high) for _ in words]

    def random_case(name, count, low, high, keys, letters=ALPHABET, top=MAX_SCORE, stray=0.1):
        words = distinct(rng, count, low, high, letters)
        typed = typing(rng, words, keys, stray, letters)
        return case(name, words, scores(words, top), typed)

    chain = ["a" * length for length in range(1, MAX_LENGTH + 1)]
    tricky = ["constructor", "prototype", "con", "tostring", "valueof", "hasownproperty", "con" * 9]
    tricky_keys = "".join(word + "<" * len(word) for word in tricky) + "constructors<<"
    tail = [letters + "z" * 6 for letters in distinct(rng, MAX_WORDS, 4, 4, "abcdefghij")]
    prefix = "qu" * 17
    crowd = [prefix + letters for letters in distinct(rng, 1000, 5, 6, "abcd")]
    return [
        case("one word, right key", ["x"], [0], "x"),
        case("one word, wrong key", ["x"], [5], "y"),
        case("only the back key", ["b", "a"], [1, 1], "<<<"),
        case("back past the beginning", ["ab", "b"], [1, 2], "a<<<<b<ab<<<"),
        case("typed past the end of a word", ["cat"], [1], "catty<<<<<<"),
        case("dead for a long time", ["cat", "car"], [1, 2], "caxxxxxxxx" + "<" * 9 + "t<<<"),
        case("word and its continuations, equal scores", chain[::-1], [7] * 40, "a" * 41 + "<" * 42),
        case("longer words score higher", chain, list(range(40)), "a" * 41 + "<" * 42),
        case("names that objects already have", tricky, [3, 1, 4, 1, 5, 9, 2], tricky_keys),
        case("all scores zero", distinct(rng, 300, 1, 3), [0] * 300, typing(rng, ["abc", "zzz", "mno"], 400)),
        case("single letters", list(ALPHABET), scores(ALPHABET), "".join(c + "<" for c in ALPHABET)),
        case("alphabet backwards, equal scores", list(ALPHABET[::-1]), [1] * 26, "<z<y<a<a<"),
        random_case("small alphabet", 60, 1, 6, 500, "ab"),
        random_case("small alphabet, few scores", 100, 1, 8, 1000, "ab", 2),
        random_case("random, many slips", 500, 2, 10, 2000, stray=0.4),
        random_case("random, ties", 1500, 3, 9, 3000, "abcdef", 3),
        case("long common beginning", crowd, scores(crowd, 9), typing(rng, crowd, MAX_KEYS, 0.01)),
        case("maximum, common tail", tail, scores(tail), typing(rng, tail, MAX_KEYS)),
        case("maximum, equal scores, mostly nothing typed", tail, [1] * len(tail), "a<<" * 1666 + "ab"),
        case("maximum, keys never match", tail, scores(tail, 5), "z" * 2500 + "<" * 2500),
        random_case("maximum, random", MAX_WORDS, 8, 11, MAX_KEYS),
        random_case("maximum, dense", MAX_WORDS, 7, 12, MAX_KEYS, "abc", 50),
        random_case("maximum, longest words", 1000, 40, 40, MAX_KEYS, "ab", stray=0.01),
    ]


def small(seed):
    rng = random.Random(seed)
    letters = rng.choice(["a", "ab", "abc"])
    most = {"a": 4, "ab": 6, "abc": 8}[letters]
    words = distinct(rng, rng.randint(1, most), 1, 4, letters)
    high = rng.choice([0, 1, 3, MAX_SCORE])
    keys = "".join(rng.choices(letters + "<<", k=rng.randint(1, 20)))
    return {"words": words, "scores": [rng.randint(0, high) for _ in words], "keys": keys}
