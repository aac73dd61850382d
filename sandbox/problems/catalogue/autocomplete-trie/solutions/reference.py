def autocomplete_trie(words, scores, keys):
    # The best words go in first, so the word that makes a node is the one to suggest there.
    order = sorted(range(len(words)), key=lambda i: (-scores[i], words[i]))
    children = [{}]
    suggestion = [order[0]]
    for index in order:
        node = 0
        for letter in words[index]:
            following = children[node].get(letter)
            if following is None:
                following = len(children)
                children[node][letter] = following
                children.append({})
                suggestion.append(index)
            node = following

    dead = -1
    path = [0]
    answers = []
    for key in keys:
        if key != "<":
            node = path[-1]
            path.append(dead if node == dead else children[node].get(key, dead))
        elif len(path) > 1:
            path.pop()
        node = path[-1]
        answers.append(-1 if node == dead else suggestion[node])
    return answers
