def task_order(tasks, before):
    waits_for = [0] * (tasks + 1)
    unlocks = [[] for _ in range(tasks + 1)]
    for a, b in before:
        unlocks[a].append(b)
        waits_for[b] += 1
    done = [False] * (tasks + 1)
    order = []
    for _ in range(tasks):
        for task in range(1, tasks + 1):
            if not done[task] and waits_for[task] == 0:
                break
        else:
            return []
        done[task] = True
        order.append(task)
        for later in unlocks[task]:
            waits_for[later] -= 1
    return order
