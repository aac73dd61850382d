def falling_bridges(islands, bridges, events):
    parent = list(range(islands))
    size = [1] * islands

    def find(i):
        if parent[i] != i:
            parent[i] = find(parent[i])
        return parent[i]

    def build(bridge):
        a, b = find(bridge[0]), find(bridge[1])
        if a != b:
            parent[a] = b
            size[b] += size[a]

    first_fall = {}
    for time, (kind, which) in enumerate(events):
        if kind == 0:
            first_fall.setdefault(which, time)
    for number, bridge in enumerate(bridges):
        if number not in first_fall:
            build(bridge)
    copies = []
    for time, (kind, which) in reversed(list(enumerate(events))):
        if kind == 1:
            copies.append(size[find(which)])
        elif first_fall[which] == time:
            build(bridges[which])
    return copies[::-1]
