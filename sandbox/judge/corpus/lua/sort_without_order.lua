function double(n)
  local list = {}
  for i = 1, 100 do list[i] = i end
  table.sort(list, function() return true end)
  return n * 2
end
