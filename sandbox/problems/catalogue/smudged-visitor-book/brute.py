from itertools import product


def fits(marks):
    inside = 0
    for mark in marks:
        inside += {"(": 1, ")": -1, "": 0}[mark]
        if inside < 0:
            return False
    return inside == 0


def smudged_visitor_book(book):
    for k in range(len(book), 0, -1):
        readings = [["(", ")", ""] if mark == "?" else [mark] for mark in book[:k]]
        if any(fits(marks) for marks in product(*readings)):
            return k
    return 0
