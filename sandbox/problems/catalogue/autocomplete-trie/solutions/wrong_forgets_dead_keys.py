def autocomplete_trie(words, scores, keys):
    order = sorted(range(len(words)), key=lambda i: (-scores[i], words[i]))
    root = {"": order[0]}
    for index in order:
        node = root
        for letter in words[index]:
            node = node.setdefault(letter, {"": index})

    path = [root]
    answers = []
    for key in keys:
        if key == "<":
            if len(path) > 1:
                path.pop()
            answers.append(path[-1][""])
        elif key in path[-1]:
            path.append(path[-1][key])
            answers.append(path[-1][""])
        else:
            answers.append(-1)
    return answers
