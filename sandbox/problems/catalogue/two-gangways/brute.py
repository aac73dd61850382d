def boarding_order(left, right):
    queues = {"L": list(left), "R": list(right)}
    order = ""
    while queues["L"] or queues["R"]:
        lowest = min(queue[0] for queue in queues.values() if queue)
        may = [side for side in "LR" if queues[side] and queues[side][0] == lowest]
        if len(may) == 2 and order.endswith("L"):
            may.remove("L")
        queues[may[0]].pop(0)
        order += may[0]
    return order
