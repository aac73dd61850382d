def walks_with_the_dog(corners, paths, evenings):
    into = [[] for _ in range(corners)]
    for start, end, length in paths:
        into[end].append((start, length))

    walks = [[] for _ in range(corners)]
    changed = True
    while changed:
        changed = False
        for corner in range(corners):
            found = [0] if corner == 0 else []
            for start, length in into[corner]:
                found += [walked + length for walked in walks[start]]
            found = sorted(found)[:evenings]
            if found != walks[corner]:
                walks[corner] = found
                changed = True
    return walks[corners - 1]
