def rehearsal_rooms(bookings, airing):
    # Minute by minute.
    end = max(to for _, to in bookings) + airing
    occupied = [sum(1 for f, t in bookings if f <= minute < t + airing) for minute in range(end)]
    rooms = max(occupied)
    return [rooms, occupied.index(rooms), occupied.count(rooms)]
