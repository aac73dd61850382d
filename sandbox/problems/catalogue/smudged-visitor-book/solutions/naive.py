def smudged_visitor_book(book):
    inside = {0}
    settled = 0
    for k, mark in enumerate(book, start=1):
        steps = {"(": (1,), ")": (-1,), "?": (-1, 0, 1)}[mark]
        inside = {people + step for people in inside for step in steps if people + step >= 0}
        if not inside:
            break
        if 0 in inside:
            settled = k
    return settled
