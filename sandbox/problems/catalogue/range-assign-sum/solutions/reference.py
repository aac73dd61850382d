from bisect import bisect_left, bisect_right


def range_assign_sum(length, orders):
    # Every ramp begins at post 1, where a grade begins, or just behind the end of one.
    places = {1}
    for order in orders:
        if len(order) == 4:
            places.add(order[0])
            places.add(order[1] + 1)
    places = sorted(places)
    rank = {place: i for i, place in enumerate(places, 1)}
    top = len(places)
    # A Fenwick tree over the places: the sum of the ramp that begins there.
    tree = [0] * (top + 1)

    def add(place, amount):
        node = rank[place]
        while node <= top:
            tree[node] += amount
            node += node & -node

    def ramp(count, level, slope):
        return count * level + count * (count - 1) // 2 * slope

    # The ramps as they lie side by side; the last entry is a mark behind the road.
    starts = [1, length + 1]
    shapes = [(0, 0), (0, 0)]

    def sum_up_to(post):
        i = bisect_right(starts, post) - 1
        start = starts[i]
        level, slope = shapes[i]
        total = ramp(post - start + 1, level, slope)
        node = rank[start] - 1
        while node:
            total += tree[node]
            node &= node - 1
        return total

    def cut(post):
        """Makes a ramp begin at the post; returns its place in the row."""
        i = bisect_left(starts, post)
        if starts[i] != post:
            start = starts[i - 1]
            level, slope = shapes[i - 1]
            beyond = level + (post - start) * slope
            moved = ramp(starts[i] - post, beyond, slope)
            if moved:
                add(start, -moved)
                add(post, moved)
            starts.insert(i, post)
            shapes.insert(i, (beyond, slope))
        return i

    answers = []
    for order in orders:
        if len(order) == 2:
            left, right = order
            answers.append(sum_up_to(right) - (sum_up_to(left - 1) if left > 1 else 0))
            continue
        left, right, level, slope = order
        first = cut(left)
        last = cut(right + 1)
        change = ramp(right + 1 - left, level, slope)
        for i in range(first, last):
            gone = ramp(starts[i + 1] - starts[i], *shapes[i])
            if i == first:
                change -= gone
            elif gone:
                add(starts[i], -gone)
        add(left, change)
        starts[first:last] = [left]
        shapes[first:last] = [(level, slope)]
    return answers
