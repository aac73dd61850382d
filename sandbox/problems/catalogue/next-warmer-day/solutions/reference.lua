function next_warmer_day(warmth)
  local n = #warmth
  local waits, waiting, top = {}, {}, 0
  for day = 1, n do waits[day] = 0 end
  for round = 0, 1 do
    for day, value in ipairs(warmth) do
      while top > 0 and warmth[waiting[top]] < value do
        waits[waiting[top]] = day + round * n - waiting[top]
        top = top - 1
      end
      if round == 0 then
        top = top + 1
        waiting[top] = day
      end
    end
  end
  return waits
end
