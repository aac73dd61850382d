function rehearsal_rooms(bookings, airing)
  local starts, ends = {}, {}
  for i, booking in ipairs(bookings) do
    starts[i], ends[i] = booking[1], booking[2]
  end
  table.sort(starts)
  table.sort(ends)
  local rooms, first, minutes, free = 0, 0, 0, 0
  for taken, start in ipairs(starts) do
    -- A room that is free in this minute is free before the next booking begins.
    while ends[free + 1] + airing <= start do free = free + 1 end
    local occupied = taken - free
    if occupied >= rooms then
      if occupied > rooms then rooms, first, minutes = occupied, start, 0 end
      local till = ends[free + 1] + airing
      if taken < #starts and starts[taken + 1] < till then till = starts[taken + 1] end
      minutes = minutes + till - start
    end
  end
  return { rooms, first, minutes }
end
