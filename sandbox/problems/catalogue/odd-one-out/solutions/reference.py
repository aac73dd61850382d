def odd_one_out(sent, received):
    flipped = 0
    for value in sent:
        flipped ^= value
    for value in received:
        flipped ^= value

    # Among the readings that have the flipped bit, all but one of the two values cancel out.
    found = 0
    surplus = 0
    for value in sent:
        if value & flipped:
            found ^= value
            surplus += 1
    for value in received:
        if value & flipped:
            found ^= value
            surplus -= 1

    other = found ^ flipped
    return [found, other] if surplus > 0 else [other, found]
