def rehearsal_rooms(bookings, airing)
  starts = bookings.map(&:first).sort
  ends = bookings.map(&:last).sort
  rooms = first = minutes = 0
  free = 0
  starts.each_with_index do |start, index|
    taken = index + 1
    # A room that is free in this minute is free before the next booking begins.
    free += 1 while ends[free] + airing <= start
    occupied = taken - free
    next if occupied < rooms

    rooms, first, minutes = occupied, start, 0 if occupied > rooms
    finish = ends[free] + airing
    finish = starts[taken] if taken < starts.size && starts[taken] < finish
    minutes += finish - start
  end
  [rooms, first, minutes]
end
