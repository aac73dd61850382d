def odd_one_out(sent, received):
    flipped = 0
    for value in sent + received:
        flipped ^= value
    found = 0
    for value in sent + received:
        if value & flipped:
            found ^= value
    return [found ^ flipped, found]
