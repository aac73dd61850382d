from itertools import permutations


def task_order(tasks, before):
    for order in permutations(range(1, tasks + 1)):
        place = {task: i for i, task in enumerate(order)}
        if all(place[a] < place[b] for a, b in before):
            return list(order)
    return []
