def fits(rope):
    """The hooks left after every adjacent matching pair was taken away, as (position, hook)."""
    left = [(i, c) for i, c in enumerate(rope) if c != "-"]
    changed = True
    while changed:
        changed = False
        for k in range(len(left) - 1):
            if left[k][1] + left[k + 1][1] in ("()", "[]", "{}"):
                del left[k:k + 2]
                changed = True
                break
    return left


def balanced_lanterns(rope):
    for end in range(1, len(rope) + 1):
        left = fits(rope[:end])
        if any(c in ")]}" for _, c in left):
            return end - 1
    left = fits(rope)
    return left[0][0] if left else -1
