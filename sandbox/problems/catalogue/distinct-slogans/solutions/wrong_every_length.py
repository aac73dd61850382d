def distinct_slogans(tape, shortest, longest):
    length = [0]
    link = [-1]
    onwards = [{}]
    last = 0
    for letter in tape:
        new = len(length)
        length.append(length[last] + 1)
        link.append(0)
        onwards.append({})
        state = last
        while state >= 0 and letter not in onwards[state]:
            onwards[state][letter] = new
            state = link[state]
        if state >= 0:
            following = onwards[state][letter]
            if length[following] == length[state] + 1:
                link[new] = following
            else:
                copy = len(length)
                length.append(length[state] + 1)
                link.append(link[following])
                onwards.append(dict(onwards[following]))
                link[following] = link[new] = copy
                while state >= 0 and onwards[state].get(letter) == following:
                    onwards[state][letter] = copy
                    state = link[state]
        last = new

    count = 0
    for state in range(1, len(length)):
        count += max(0, min(length[state], longest) - length[link[state]])
    return count
