import re


def two_scarves(left, right):
    def notes(scarf):
        return ((int(number), colour) for number, colour in re.findall("([0-9]+)([a-z])", scarf))

    end = (0, "")
    row = 0
    ours, theirs = notes(left), notes(right)
    our_rows, our_colour = next(ours, end)
    their_rows, their_colour = next(theirs, end)
    while our_colour == their_colour:
        if our_colour == "":
            return -1
        both = min(our_rows, their_rows)
        row += both
        our_rows -= both
        their_rows -= both
        if our_rows == 0:
            our_rows, our_colour = next(ours, end)
        if their_rows == 0:
            their_rows, their_colour = next(theirs, end)
    return row
