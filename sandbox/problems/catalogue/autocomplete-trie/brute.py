"""Replays the keys from the beginning for every answer and sorts the words that fit."""


def autocomplete_trie(words, scores, keys):
    answers = []
    for count in range(1, len(keys) + 1):
        typed = ""
        for key in keys[:count]:
            typed = typed[:-1] if key == "<" else typed + key
        fitting = [i for i in range(len(words)) if words[i].startswith(typed)]
        fitting.sort(key=lambda i: words[i])
        fitting.sort(key=lambda i: scores[i], reverse=True)
        answers.append(fitting[0] if fitting else -1)
    return answers
