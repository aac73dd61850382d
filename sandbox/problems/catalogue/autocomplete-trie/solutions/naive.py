def autocomplete_trie(words, scores, keys):
    typed = ""
    answers = []
    for key in keys:
        typed = typed[:-1] if key == "<" else typed + key
        best = -1
        for i, word in enumerate(words):
            if word.startswith(typed):
                if (
                    best == -1
                    or scores[i] > scores[best]
                    or (scores[i] == scores[best] and word < words[best])
                ):
                    best = i
        answers.append(best)
    return answers
