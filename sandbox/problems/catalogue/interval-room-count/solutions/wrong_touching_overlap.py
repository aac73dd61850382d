def rehearsal_rooms(bookings, airing):
    starts = sorted([booking[0] for booking in bookings])
    ends = sorted([booking[1] for booking in bookings])
    rooms = first = minutes = 0
    free = 0
    for taken, start in enumerate(starts, 1):
        while ends[free] + airing < start:
            free += 1
        occupied = taken - free
        if occupied < rooms:
            continue
        if occupied > rooms:
            rooms, first, minutes = occupied, start, 0
        until = ends[free] + airing
        if taken < len(starts) and starts[taken] < until:
            until = starts[taken]
        minutes += until - start
    return [rooms, first, minutes]
