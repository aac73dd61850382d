def falling_bridges(islands, bridges, events):
    parent = list(range(islands))
    size = [1] * islands

    def find(i):
        while parent[i] != i:
            parent[i] = parent[parent[i]]
            i = parent[i]
        return i

    def build(bridge):
        a, b = find(bridge[0]), find(bridge[1])
        if a != b:
            if size[a] < size[b]:
                a, b = b, a
            parent[b] = a
            size[a] += size[b]

    first_fall = {}
    for time, (kind, which) in enumerate(events):
        if kind == 0:
            first_fall.setdefault(which, time)
    for number, bridge in enumerate(bridges):
        if number not in first_fall:
            build(bridge)
    copies = []
    for time in range(len(events) - 1, -1, -1):
        kind, which = events[time]
        if kind == 1:
            copies.append(size[find(which)])
        elif first_fall[which] == time:
            build(bridges[which])
    copies.reverse()
    return copies
