def balanced_lanterns(rope):
    partner = {")": "(", "]": "[", "}": "{"}
    waiting = []
    for i, hook in enumerate(rope):
        if hook in partner:
            if rope[waiting.pop()] != partner[hook]:
                return i
        elif hook != "-":
            waiting.append(i)
    return waiting[0] if waiting else -1
