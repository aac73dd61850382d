def range_assign_sum(length, orders):
    size = 1
    while size < length:
        size *= 2
    total = [0] * (2 * size)
    # An order that covers a whole node and waits there: the level at its first post, and the slope.
    waiting = [None] * (2 * size)

    def hand_down(node, count):
        level, slope = waiting[node]
        waiting[node] = None
        half = count // 2
        left = 2 * node
        beyond = level + half * slope
        waiting[left] = (level, slope)
        waiting[left + 1] = (beyond, slope)
        total[left] = half * level + half * (half - 1) // 2 * slope
        total[left + 1] = half * beyond + half * (half - 1) // 2 * slope

    def grade(node, first, count, left, right, level, slope):
        """Grades the posts left..right (right excluded) within a node; level is that of post left."""
        if left == first and right == first + count:
            waiting[node] = (level, slope)
            total[node] = count * level + count * (count - 1) // 2 * slope
            return
        if waiting[node] is not None:
            hand_down(node, count)
        half = count // 2
        middle = first + half
        if right <= middle:
            grade(2 * node, first, half, left, right, level, slope)
        elif left >= middle:
            grade(2 * node + 1, middle, half, left, right, level, slope)
        else:
            grade(2 * node, first, half, left, middle, level, slope)
            beyond = level + (middle - left) * slope
            grade(2 * node + 1, middle, half, middle, right, beyond, slope)
        total[node] = total[2 * node] + total[2 * node + 1]

    def survey(node, first, count, left, right):
        if left == first and right == first + count:
            return total[node]
        if waiting[node] is not None:
            level, slope = waiting[node]
            posts = right - left
            start = level + (left - first) * slope
            return posts * start + posts * (posts - 1) // 2 * slope
        half = count // 2
        middle = first + half
        if right <= middle:
            return survey(2 * node, first, half, left, right)
        if left >= middle:
            return survey(2 * node + 1, middle, half, left, right)
        return survey(2 * node, first, half, left, middle) + survey(
            2 * node + 1, middle, half, middle, right
        )

    answers = []
    for order in orders:
        if len(order) == 2:
            answers.append(survey(1, 0, size, order[0] - 1, order[1]))
        else:
            grade(1, 0, size, order[0] - 1, order[1], order[2], order[3])
    return answers
