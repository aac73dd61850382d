def cheapest_route(towns, roads, vouchers):
    """Tries every route that visits no town twice, and every choice of its tolls to halve."""
    best = [-1]

    def drive(town, visited, paid, left):
        if town == towns - 1:
            if best[0] < 0 or paid < best[0]:
                best[0] = paid
            return
        for start, end, toll in roads:
            if start == town and end not in visited:
                drive(end, visited | {end}, paid + toll, left)
                if left > 0:
                    drive(end, visited | {end}, paid + toll // 2, left - 1)

    drive(0, {0}, 0, vouchers)
    return best[0]
