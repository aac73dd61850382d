def boarding_order(left, right):
    order = []
    i = j = 0
    side = "R"
    while i < len(left) and j < len(right):
        if left[i] == right[j]:
            side = "L" if side == "R" else "R"
        else:
            side = "L" if left[i] < right[j] else "R"
        if side == "L":
            i += 1
        else:
            j += 1
        order.append(side)
    return "".join(order) + "L" * (len(left) - i) + "R" * (len(right) - j)
