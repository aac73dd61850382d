function longest_streak(days)
  local sorted = table.move(days, 1, #days, 1, {})
  table.sort(sorted)
  local best_first, best_length = 0, 0
  local first, previous
  for _, day in ipairs(sorted) do
    if not previous or day > previous + 1 then first = day end
    previous = day
    if day - first + 1 > best_length then
      best_first, best_length = first, day - first + 1
    end
  end
  return { best_first, best_length }
end
