def rehearsal_rooms(bookings, airing):
    events = []
    for start, end in bookings:
        events.append((start, 1))
        events.append((end + airing, -1))
    events.sort()
    rooms = first = minutes = occupied = 0
    for index, (minute, change) in enumerate(events):
        occupied += change
        if occupied == 0:
            continue
        length = events[index + 1][0] - minute
        if occupied > rooms and length > 0:
            rooms, first = occupied, minute
        if occupied == rooms and length > 0:
            minutes = length
    return [rooms, first, minutes]
