def balanced_lanterns(rope):
    partner = {")": "(", "]": "[", "}": "{"}
    waiting = {"(": [], "[": [], "{": []}
    for i, hook in enumerate(rope):
        if hook in waiting:
            waiting[hook].append(i)
        elif hook in partner:
            if not waiting[partner[hook]]:
                return i
            waiting[partner[hook]].pop()
    left = [spots[0] for spots in waiting.values() if spots]
    return min(left) if left else -1
