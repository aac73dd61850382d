function double(n)
  local list = {}
  list[1] = list
  return list
end
