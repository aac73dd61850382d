"""Input constraints of autocomplete-trie."""

import re

WORD = re.compile(r"[a-z]{1,40}")
KEYS = re.compile(r"[a-z<]{1,5000}")


def validate(input):
    if not isinstance(input, dict) or set(input) != {"words", "scores", "keys"}:
        raise ValueError("the parameters must be words, scores and keys")
    words, scores, keys = input["words"], input["scores"], input["keys"]
    if not isinstance(words, list) or not 1 <= len(words) <= 4000:
        raise ValueError("words must be a list of 1 to 4000 words")
    for index, word in enumerate(words):
        if not isinstance(word, str) or not WORD.fullmatch(word):
            raise ValueError(f"words[{index}] is not a word of 1 to 40 letters a to z")
    if len(set(words)) != len(words):
        raise ValueError("the words must be different")
    if sum(map(len, words)) > 40000:
        raise ValueError("the words have more than 40000 letters together")
    if not isinstance(scores, list) or len(scores) != len(words):
        raise ValueError("scores must be a list as long as words")
    for index, score in enumerate(scores):
        if type(score) is not int or not 0 <= score <= 1000000000:
            raise ValueError(f"scores[{index}] is not an integer from 0 to 1000000000")
    if not isinstance(keys, str) or not KEYS.fullmatch(keys):
        raise ValueError("keys must be 1 to 5000 characters, letters a to z and <")
