def smudged_visitor_book(book):
    # Every number of people from fewest to most may be inside.
    fewest = most = 0
    settled = 0
    for k, mark in enumerate(book, start=1):
        if mark == "(":
            fewest += 1
            most += 1
        elif mark == ")":
            fewest -= 1
            most -= 1
        else:
            fewest -= 1
            most += 1
        if most < 0:
            break
        fewest = max(fewest, 0)
        if fewest == 0:
            settled = k
    return settled
