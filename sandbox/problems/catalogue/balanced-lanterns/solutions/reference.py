def balanced_lanterns(rope):
    partner = {")": "(", "]": "[", "}": "{"}
    waiting = []
    for i, hook in enumerate(rope):
        if hook == "-":
            continue
        if hook in partner:
            if not waiting or rope[waiting[-1]] != partner[hook]:
                return i
            waiting.pop()
        else:
            waiting.append(i)
    return waiting[0] if waiting else -1
