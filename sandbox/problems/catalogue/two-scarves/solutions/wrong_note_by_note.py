import re


def two_scarves(left, right):
    ours = re.findall("([0-9]+)([a-z])", left)
    theirs = re.findall("([0-9]+)([a-z])", right)
    row = 0
    for (our_rows, our_colour), (their_rows, their_colour) in zip(ours, theirs):
        if our_colour != their_colour:
            return row
        if our_rows != their_rows:
            return row + min(int(our_rows), int(their_rows))
        row += int(our_rows)
    return -1 if len(ours) == len(theirs) else row
