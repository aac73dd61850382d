def ship_capacity(weights, fragile, trips):
    # Stacks that the glass forces apart; within one of them any cut is allowed.
    stacks = [[]]
    for weight, glass in zip(weights, fragile):
        stacks[-1].append(weight)
        if glass:
            stacks.append([])
    if not stacks[-1]:
        stacks.pop()
    if len(stacks) > trips:
        return -1

    def fits(capacity):
        used = len(stacks)
        for stack in stacks:
            load = 0
            for weight in stack:
                load += weight
                if load > capacity:
                    used += 1
                    load = weight
            if used > trips:
                return False
        return True

    low = max(weights)
    high = max(sum(stack) for stack in stacks)
    while low < high:
        middle = (low + high) // 2
        if fits(middle):
            high = middle
        else:
            low = middle + 1
    return low
