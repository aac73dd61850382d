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

    fallen = {which for kind, which in events if kind == 0}
    for number, bridge in enumerate(bridges):
        if number not in fallen:
            build(bridge)
    copies = []
    for kind, which in reversed(events):
        if kind == 1:
            copies.append(size[find(which)])
        else:
            build(bridges[which])
    return copies[::-1]
