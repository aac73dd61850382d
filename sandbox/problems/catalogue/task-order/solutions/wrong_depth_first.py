def task_order(tasks, before):
    needs = [[] for _ in range(tasks + 1)]
    for a, b in before:
        needs[b].append(a)
    done = [False] * (tasks + 1)
    order = []
    for root in range(1, tasks + 1):
        if done[root]:
            continue
        done[root] = True
        stack = [(root, iter(sorted(needs[root])))]
        while stack:
            task, rest = stack[-1]
            for first in rest:
                if not done[first]:
                    done[first] = True
                    stack.append((first, iter(sorted(needs[first]))))
                    break
            else:
                order.append(task)
                stack.pop()
    return order
