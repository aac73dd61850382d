def ship_capacity(weights, fragile, trips):
    def needed(capacity):
        used = 1
        load = 0
        for weight, glass in zip(weights, fragile):
            if load + weight > capacity:
                used += 1
                load = 0
            load += weight
            if glass:
                used += 1
                load = 0
        return used

    low, high = max(weights), sum(weights)
    if needed(high) > trips:
        return -1
    while low < high:
        middle = (low + high) // 2
        if needed(middle) <= trips:
            high = middle
        else:
            low = middle + 1
    return low
