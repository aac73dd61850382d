def odd_one_out(sent, received):
    lost = set(sent) - set(received)
    new = set(received) - set(sent)
    return [lost.pop(), new.pop()]
