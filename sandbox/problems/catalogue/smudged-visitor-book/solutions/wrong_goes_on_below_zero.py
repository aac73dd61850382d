def smudged_visitor_book(book):
    fewest = most = settled = 0
    for k, mark in enumerate(book, start=1):
        fewest = max(0, fewest + (1 if mark == "(" else -1))
        most += -1 if mark == ")" else 1
        if fewest == 0 and most >= 0:
            settled = k
    return settled
