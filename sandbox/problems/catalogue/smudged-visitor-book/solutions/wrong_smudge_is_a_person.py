def smudged_visitor_book(book):
    fewest = most = settled = 0
    for k, mark in enumerate(book, start=1):
        fewest += 1 if mark == "(" else -1
        most += -1 if mark == ")" else 1
        if most < 0:
            break
        # As many have come as have left, so an even number of marks stands there.
        if fewest < 0:
            fewest += 2
        if fewest == 0:
            settled = k
    return settled
