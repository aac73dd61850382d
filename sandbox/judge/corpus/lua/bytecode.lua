function double(n)
  local code = string.dump(function() return n end)
  return assert(load(code:sub(1, 40)))()
end
