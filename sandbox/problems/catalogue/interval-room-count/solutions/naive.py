def rehearsal_rooms(bookings, airing):
    moments = sorted({b[0] for b in bookings} | {b[1] + airing for b in bookings})
    rooms = first = minutes = 0
    for moment, following in zip(moments, moments[1:]):
        occupied = 0
        for start, end in bookings:
            if start <= moment < end + airing:
                occupied += 1
        if occupied > rooms:
            rooms, first, minutes = occupied, moment, 0
        if occupied == rooms:
            minutes += following - moment
    return [rooms, first, minutes]
