def falling_bridges(islands, bridges, events):
    fallen = set()
    copies = []
    for kind, which in events:
        if kind == 0:
            fallen.add(which)
            continue
        reached = {which}
        for _ in range(islands):
            for number, (a, b) in enumerate(bridges):
                if number not in fallen and (a in reached or b in reached):
                    reached |= {a, b}
        copies.append(len(reached))
    return copies
