from collections import deque


def task_order(tasks, before):
    waits_for = [0] * (tasks + 1)
    unlocks = [[] for _ in range(tasks + 1)]
    for a, b in before:
        unlocks[a].append(b)
        waits_for[b] += 1
    free = deque(task for task in range(1, tasks + 1) if waits_for[task] == 0)
    order = []
    while free:
        task = free.popleft()
        order.append(task)
        for later in sorted(unlocks[task]):
            waits_for[later] -= 1
            if waits_for[later] == 0:
                free.append(later)
    return order if len(order) == tasks else []
