"""Strikes out equal readings one by one; what is left over is the answer."""


def odd_one_out(sent, received):
    left = list(received)
    lost = None
    for value in sent:
        if value in left:
            left.remove(value)
        else:
            lost = value
    return [lost, left[0]]
