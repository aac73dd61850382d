def shared_melody(north, south):
    best = ""
    for start in range(len(north)):
        for end in range(start + 1, len(north) + 1):
            part = north[start:end]
            if part not in south:
                break
            if len(part) > len(best) or (len(part) == len(best) and part < best):
                best = part
    return best
