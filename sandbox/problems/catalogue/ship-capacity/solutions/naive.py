def ship_capacity(weights, fragile, trips):
    if sum(fragile[:-1]) + 1 > trips:
        return -1
    capacity = max(weights)
    while True:
        used = 1
        load = 0
        closed = False
        for weight, glass in zip(weights, fragile):
            if closed or load + weight > capacity:
                used += 1
                load = 0
            load += weight
            closed = glass
        if used <= trips:
            return capacity
        capacity += 1
