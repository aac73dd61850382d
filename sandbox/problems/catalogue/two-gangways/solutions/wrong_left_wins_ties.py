def boarding_order(left, right):
    order = []
    i = j = 0
    while i < len(left) and j < len(right):
        if left[i] <= right[j]:
            order.append("L")
            i += 1
        else:
            order.append("R")
            j += 1
    return "".join(order) + "L" * (len(left) - i) + "R" * (len(right) - j)
