import sys


def main():
    words = iter(sys.stdin.read().split())
    weights = [int(next(words)) for _ in range(int(next(words)))]
    fragile = [next(words) == "true" for _ in range(int(next(words)))]
    trips = int(next(words))
    # A stack ends at glass; within a stack any cut is allowed.
    stacks, stack = [], []
    for weight, glass in zip(weights, fragile):
        stack.append(weight)
        if glass:
            stacks.append(stack)
            stack = []
    if stack:
        stacks.append(stack)
    if len(stacks) > trips:
        return -1
    low, high = max(weights), max(map(sum, stacks))
    while low < high:
        capacity = (low + high) // 2
        used = len(stacks)
        for stack in stacks:
            load = 0
            for weight in stack:
                load += weight
                if load > capacity:
                    used += 1
                    load = weight
        if used <= trips:
            high = capacity
        else:
            low = capacity + 1
    return low


print(main())
