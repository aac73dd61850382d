def falling_bridges(islands, bridges, events):
    leaving = [[] for _ in range(islands)]
    for number, (a, b) in enumerate(bridges):
        leaving[a].append((b, number))
        leaving[b].append((a, number))
    fallen = [False] * len(bridges)
    copies = []
    for kind, which in events:
        if kind == 0:
            fallen[which] = True
            continue
        seen = [False] * islands
        seen[which] = True
        reached = [which]
        for island in reached:
            for other, number in leaving[island]:
                if not fallen[number] and not seen[other]:
                    seen[other] = True
                    reached.append(other)
        copies.append(len(reached))
    return copies
